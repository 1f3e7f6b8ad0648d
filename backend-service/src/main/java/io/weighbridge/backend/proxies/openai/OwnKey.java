package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.Withheld;
import io.weighbridge.backend.upstreamkeys.UpstreamSecret;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// The key of the calling account for a provider, for one call.
///
/// @param provider its name
/// @param secret the key, which no text of this has
record OwnKey(String provider, UpstreamSecret secret) implements Withheld {
    /// Another error for one that has the key in it.
    @Override
    public @Nullable ApiError instead(byte[] told) {
        boolean isIn = secret.isIn(new String(told, StandardCharsets.ISO_8859_1));
        return isIn ? ApiErrors.untold(provider) : null;
    }
}
