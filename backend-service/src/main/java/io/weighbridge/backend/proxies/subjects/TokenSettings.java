package io.weighbridge.backend.proxies.subjects;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;

/// How signed tokens that name a subject are verified.
///
/// @param secret that those of HS256 are signed with, null for none
/// @param keysFile with public keys (a JWK set), null for none
/// @param keysUrl where they are told, null for nowhere
/// @param issuer that a token must name, empty for any
/// @param audience that a token must be for; empty where it must be for nobody in particular
public record TokenSettings(
        @Nullable String secret,
        @Nullable Path keysFile,
        @Nullable URI keysUrl,
        String issuer,
        String audience) {
    /// Leaves the secret out.
    @Override
    public String toString() {
        return "TokenSettings[" + keysFile + " " + keysUrl + " " + issuer + " " + audience + "]";
    }
}
