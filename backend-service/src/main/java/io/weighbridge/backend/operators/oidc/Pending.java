package io.weighbridge.backend.operators.oidc;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import io.weighbridge.backend.platform.net.IpAddress;

import java.net.URI;

/// A login that was begun: what the provider's answers must fit.
///
/// @param state that the redirect must bring back
/// @param nonce that the ID token must carry
/// @param verifier of PKCE, a secret until the code is exchanged
/// @param redirectUri where the client listens
/// @param provider as it described itself then
/// @param from what the address of who began it counts as
/// @param untilMs of the clock that nobody sets
record Pending(
        String state,
        Nonce nonce,
        CodeVerifier verifier,
        URI redirectUri,
        OIDCProviderMetadata provider,
        IpAddress from,
        long untilMs) {
    /// Leaves the secrets out.
    @Override
    public String toString() {
        return "Pending[" + redirectUri + "]";
    }
}
