package io.weighbridge.backend.demo.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Locale;

/// What the fake model is to do with a request: stands in the request's field [#FIELD].
///
/// @param inputTokens of the prompt
/// @param cachedTokens of these
/// @param outputTokens of the whole answer; 0 for an embedding
/// @param reasoningTokens of these
/// @param promptNanos how long it takes to read the prompt
/// @param tokenNanos how long for each token of the answer
/// @param trouble what goes wrong
public record Wish(
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long reasoningTokens,
        long promptNanos,
        long tokenNanos,
        Trouble trouble) {
    /// Where it stands in a request.
    public static final String FIELD = "demo_wish";

    /// What goes wrong.
    public enum Trouble {
        NONE,
        /// It has no room now, and says so at once.
        BUSY,
        /// It breaks off in the middle of the answer.
        BREAKS
    }

    /// As it stands in a request.
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input", inputTokens)
                .put("cached", cachedTokens)
                .put("output", outputTokens)
                .put("reasoning", reasoningTokens)
                .put("prompt_nanos", promptNanos)
                .put("token_nanos", tokenNanos)
                .put("trouble", trouble.name().toLowerCase(Locale.ROOT));
    }

    /// What stands in a request; the answer is no longer than its maximum.
    static Wish of(JsonNode request) {
        JsonNode wish = request.path(FIELD);
        long most = request.path("max_tokens").asLong(Long.MAX_VALUE);
        long output = Math.min(most, wish.path("output").asLong(16));
        return new Wish(
                wish.path("input").asLong(16),
                wish.path("cached").asLong(),
                output,
                Math.min(output, wish.path("reasoning").asLong()),
                wish.path("prompt_nanos").asLong(),
                wish.path("token_nanos").asLong(),
                Trouble.valueOf(wish.path("trouble").asText("none").toUpperCase(Locale.ROOT)));
    }
}
