package io.weighbridge.backend.operators.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;

import java.util.Set;

/// Looks whether an ID token is the provider's, for us, for this login, and fresh by the system's
/// clock.
final class IdTokens {
    /// How far the provider's clock may be off.
    static final int SKEW_S = 60;

    // Signed with a private key. An HMAC would be computed with a key that others have too.
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private final Issuer issuer;
    private final ClientID clientId;

    IdTokens(Issuer issuer, ClientID clientId) {
        this.issuer = issuer;
        this.clientId = clientId;
    }

    /// What it says.
    ///
    /// @throws BadJOSEException when something about it is wrong
    IDTokenClaimsSet verified(JWT token, JWKSet keys, Nonce nonce) throws BadJOSEException {
        IDTokenValidator validator =
                new IDTokenValidator(
                        issuer,
                        clientId,
                        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)),
                        null);
        validator.setMaxClockSkew(SKEW_S);
        try {
            IDTokenClaimsSet claims = validator.validate(token, nonce);
            requireOurs(claims);
            return claims;
        } catch (JOSEException e) {
            throw new BadJOSEException(e.getMessage(), e);
        }
    }

    // The library looks whether we are among those whom it is for. Who had it made must be us.
    private void requireOurs(IDTokenClaimsSet claims) throws BadJOSEException {
        AuthorizedParty party = claims.getAuthorizedParty();
        boolean ours =
                party == null
                        ? claims.getAudience().size() == 1
                        : party.getValue().equals(clientId.getValue());
        if (!ours) {
            throw new BadJOSEException("Made for another client");
        }
    }
}
