package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

/// What a model wrote, in a `message` or a `delta`: the fields that are known to hold texts, each
/// text once. Signatures, encrypted thoughts and ids are none.
final class WrittenText {
    // Of base64: 16 bits, 24,000 times a second, and 20 tokens a second.
    private static final long AUDIO_CHARACTERS_PER_TOKEN = 3_200;

    private WrittenText() {}

    /// Bytes of all texts; of sound as many as so many tokens would have.
    static long bytes(JsonNode message) {
        long bytes =
                text(message.path("content"))
                        + text(message.path("refusal"))
                        + thoughts(message)
                        + function(message.path("function_call"))
                        + sound(message.path("audio"));
        for (JsonNode call : message.path("tool_calls")) {
            bytes += function(call.path("function")) + function(call.path("custom"));
        }
        return bytes;
    }

    /// Bytes of a block of Anthropic's API, or of what is added to one.
    static long block(JsonNode block) {
        JsonNode input = block.path("input");
        return text(block.path("text"))
                + text(block.path("thinking"))
                + text(block.path("name"))
                + text(block.path("partial_json"))
                + (input.isEmpty() ? 0 : PromptSize.bytes(input.toString()));
    }

    /// Bytes of an item of the Responses API.
    static long item(JsonNode item) {
        return text(item.path("content")) + text(item.path("summary")) + function(item);
    }

    // Some servers send them in two or three fields at the same time.
    private static long thoughts(JsonNode message) {
        long most =
                Math.max(text(message.path("reasoning")), text(message.path("reasoning_content")));
        return Math.max(most, text(message.path("reasoning_details")));
    }

    private static long function(JsonNode function) {
        return text(function.path("name"))
                + text(function.path("arguments"))
                + text(function.path("input"));
    }

    // A text, or parts with a text, a thought or a summary each.
    private static long text(JsonNode node) {
        if (node.isTextual()) {
            return PromptSize.bytes(node.textValue());
        }
        long bytes = 0;
        if (node.isArray()) {
            for (JsonNode part : node) {
                bytes += text(part);
            }
        } else if (node.isObject()) {
            bytes += text(node.path("text"));
            bytes += text(node.path("thinking"));
            bytes += text(node.path("summary"));
        }
        return bytes;
    }

    private static long sound(JsonNode audio) {
        long characters = audio.path("data").asText().length();
        long tokens = Math.ceilDiv(characters, AUDIO_CHARACTERS_PER_TOKEN);
        return text(audio.path("transcript")) + tokens * PromptSize.BYTES_PER_TOKEN;
    }
}
