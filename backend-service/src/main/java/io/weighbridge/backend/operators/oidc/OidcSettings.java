package io.weighbridge.backend.operators.oidc;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/// The provider, and how we are known there.
///
/// @param issuer the provider's name for itself, which every token must carry
/// @param clientId ours
/// @param clientSecret null for a public client, which only PKCE protects
/// @param scopes to ask for
/// @param claim of the ID token that says who it is
/// @param match what of an operator the claim must be
/// @param displayText for the button
public record OidcSettings(
        URI issuer,
        String clientId,
        @Nullable String clientSecret,
        List<String> scopes,
        String claim,
        Match match,
        String displayText) {
    /// What of an operator a claim must be, without regard to case.
    public enum Match {
        NAME,
        PERSON
    }

    /// Those, with scopes that nobody changes.
    public OidcSettings {
        scopes = List.copyOf(scopes);
    }

    /// Leaves the secret out.
    @Override
    public String toString() {
        return "OidcSettings[" + issuer + ", " + clientId + "]";
    }
}
