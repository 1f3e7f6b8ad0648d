package io.weighbridge.backend.proxies.openai;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// How many tokens a request may be, without a tokenizer. A token is at least one byte, so the
/// bytes of all texts bound those of texts; pictures and sound are bounded by what models make of
/// them.
///
/// @param mostTokens from above, for the hold
/// @param likelyTokens what is charged when the model server tells nothing: four bytes a token
record PromptSize(long mostTokens, long likelyTokens) {
    static final int BYTES_PER_TOKEN = 4;

    // What a template adds to a prompt, and to each of its messages.
    private static final long TEMPLATE_TOKENS = 32;
    private static final long MESSAGE_TOKENS = 8;
    private static final long IMAGE_MOST_TOKENS = 4_096;
    private static final long IMAGE_LIKELY_TOKENS = 1_024;
    private static final long AUDIO_BYTES_PER_TOKEN = 256;

    /// Measures a request.
    static PromptSize of(JsonNode root) {
        Counter counter = new Counter();
        counter.walk(root);
        long messages = root.path("messages").size();
        return new PromptSize(
                counter.textBytes
                        + counter.mostTokens
                        + TEMPLATE_TOKENS
                        + MESSAGE_TOKENS * messages,
                likely(counter.textBytes) + counter.likelyTokens);
    }

    /// Tokens of so many bytes of text.
    static long likely(long textBytes) {
        return Math.ceilDiv(textBytes, (long) BYTES_PER_TOKEN);
    }

    /// Bytes of a text.
    static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static final class Counter {
        private long textBytes;
        private long mostTokens;
        private long likelyTokens;

        void walk(JsonNode node) {
            if (node.isTextual()) {
                textBytes += bytes(node.textValue());
            } else if (node.isArray()) {
                for (JsonNode item : node) {
                    if (item.isNumber()) {
                        add(1, 1);
                    } else {
                        walk(item);
                    }
                }
            } else if (node.isObject()) {
                object(node);
            }
        }

        // Pictures and sound are known by their field alone: what a request says of its own kind
        // leaves no text uncounted.
        private void object(JsonNode node) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                JsonNode value = field.getValue();
                textBytes += bytes(field.getKey());
                switch (field.getKey()) {
                    case "image_url" -> image(value);
                    case "input_audio" -> audio(value);
                    default -> walk(value);
                }
            }
        }

        private void image(JsonNode value) {
            add(IMAGE_MOST_TOKENS, IMAGE_LIKELY_TOKENS);
            String url = value.isTextual() ? value.textValue() : value.path("url").asText();
            if (!url.startsWith("data:")) {
                walk(value);
            }
        }

        private void audio(JsonNode value) {
            long tokens = value.path("data").asText().length() / AUDIO_BYTES_PER_TOKEN + 1;
            add(tokens, tokens);
        }

        private void add(long most, long likely) {
            mostTokens += most;
            likelyTokens += likely;
        }
    }
}
