package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.upstreamkeys.UpstreamSecret;

import java.nio.charset.StandardCharsets;

/// The key of the calling account for a provider, for one call.
///
/// @param provider its name
/// @param secret the key, which no text of this has
record OwnKey(String provider, UpstreamSecret secret) {
    /// Whether an answer has it in it.
    boolean isIn(byte[] answer) {
        return secret.isIn(new String(answer, StandardCharsets.ISO_8859_1));
    }
}
