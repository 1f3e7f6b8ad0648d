package io.weighbridge.backend.testkit.oidc;

/// How an ID token is signed.
public enum Signing {
    RS256,
    ES256,
    /// Not at all, with an algorithm that says so.
    NONE,
    /// With what everybody knows, as if it were a secret.
    HS256_WITH_THE_PUBLIC_KEY,
    /// With a key that the provider does not show.
    ANOTHER_KEY,
    /// With a signature in which one bit is wrong.
    BROKEN
}
