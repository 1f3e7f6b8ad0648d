package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// How many tokens a request may be. A token is at least one byte, so the
/// bytes of the body bound those of all that is in it, whatever a template makes of it; pictures
/// and sound are bounded by what models make of them.
///
/// @param mostTokens from above, for the hold
/// @param likelyTokens what is charged when the model server tells nothing
/// @param text of the likely, what of it is text
/// @param imageTokens of the most, those of pictures
/// @param audioTokens of the most, those of sound
/// @param cacheWrite the dearest writing to a cache that it asks for, null for none
public record PromptSize(
        long mostTokens,
        long likelyTokens,
        TextSize text,
        long imageTokens,
        long audioTokens,
        @Nullable Unit cacheWrite) {
    static final int BYTES_PER_TOKEN = 4;

    // What a template adds to a prompt, to its tools, and to each of its messages.
    private static final long TEMPLATE_TOKENS = 32;
    private static final long TOOLS_TOKENS = 512;
    private static final long MESSAGE_TOKENS = 8;

    /// Measures a request.
    ///
    /// @param bodyBytes that it came in
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD for a part of a message
    ///     that nobody can measure
    static PromptSize of(ObjectNode root, long bodyBytes, Endpoint endpoint, TextMeasure measure) {
        PromptCounter counter = PromptCounter.of(root, endpoint, measure);
        boolean hasTools = !root.path("tools").isEmpty() || !root.path("functions").isEmpty();
        long mostTokens =
                bodyBytes
                        - counter.payloadBytes()
                        + counter.imageTokens()
                        + counter.audioTokens()
                        + counter.writtenTokens()
                        + counter.promptTokens()
                        + TEMPLATE_TOKENS
                        + (hasTools ? TOOLS_TOKENS : 0)
                        + MESSAGE_TOKENS * (root.path("messages").size() + counter.items());
        return new PromptSize(
                mostTokens,
                counter.text().likelyTokens() + counter.likelyTokens(),
                counter.text(),
                counter.imageTokens(),
                counter.audioTokens(),
                counter.cacheWrite());
    }

    /// Tokens of so many bytes of text.
    public static long likely(long textBytes) {
        return Math.ceilDiv(textBytes, (long) BYTES_PER_TOKEN);
    }

    /// Bytes of a text.
    public static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// What to hold for, with the parts that may be dearer than the rest.
    public Units atMost() {
        Units units = Units.of(Unit.INPUT_TOKENS, mostTokens);
        if (imageTokens > 0) {
            units = units.with(Unit.IMAGE_INPUT_TOKENS, imageTokens);
        }
        if (audioTokens > 0) {
            units = units.with(Unit.AUDIO_INPUT_TOKENS, audioTokens);
        }
        return cacheWrite == null
                ? units
                : units.with(cacheWrite, mostTokens - imageTokens - audioTokens);
    }
}
