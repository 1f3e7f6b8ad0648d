package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

/// What a model wrote, in a `message` or a `delta`: the fields that are known to hold texts, each
/// text once. Signatures, encrypted thoughts and ids are none.
final class WrittenText {
    // Of base64: 16 bits, 24,000 times a second, and 20 tokens a second.
    private static final long AUDIO_CHARACTERS_PER_TOKEN = 3_200;

    private final TextMeasure measure;

    WrittenText(TextMeasure measure) {
        this.measure = measure;
    }

    /// The size of all texts; of sound as many bytes as so many tokens would have.
    TextSize of(JsonNode message) {
        TextSize size =
                text(message.path("content"))
                        .plus(text(message.path("refusal")))
                        .plus(thoughts(message))
                        .plus(function(message.path("function_call")))
                        .plus(sound(message.path("audio")));
        for (JsonNode call : message.path("tool_calls")) {
            size = size.plus(function(call.path("function"))).plus(function(call.path("custom")));
        }
        return size;
    }

    /// The size of a choice's answer, or of what is added to it.
    TextSize choice(JsonNode choice, String field) {
        return of(choice.path(field)).plus(measure.of(choice.path("text").asText("")));
    }

    /// The size of a block of Anthropic's API, or of what is added to one.
    TextSize block(JsonNode block) {
        JsonNode input = block.path("input");
        return text(block.path("text"))
                .plus(text(block.path("thinking")))
                .plus(text(block.path("name")))
                .plus(text(block.path("partial_json")))
                .plus(input.isEmpty() ? TextSize.NONE : measure.of(input.toString()));
    }

    /// The size of an item of the Responses API.
    TextSize item(JsonNode item) {
        return text(item.path("content")).plus(text(item.path("summary"))).plus(function(item));
    }

    // Some servers send them in two or three fields at the same time.
    private TextSize thoughts(JsonNode message) {
        return text(message.path("reasoning"))
                .orLarger(text(message.path("reasoning_content")))
                .orLarger(text(message.path("reasoning_details")));
    }

    private TextSize function(JsonNode function) {
        return text(function.path("name"))
                .plus(text(function.path("arguments")))
                .plus(text(function.path("input")));
    }

    // A text, or parts with a text, a thought or a summary each.
    TextSize text(JsonNode node) {
        if (node.isTextual()) {
            return measure.of(node.textValue());
        }
        TextSize size = TextSize.NONE;
        if (node.isArray()) {
            for (JsonNode part : node) {
                size = size.plus(text(part));
            }
        } else if (node.isObject()) {
            size =
                    text(node.path("text"))
                            .plus(text(node.path("thinking")))
                            .plus(text(node.path("summary")));
        }
        return size;
    }

    private TextSize sound(JsonNode audio) {
        long characters = audio.path("data").asText().length();
        long tokens = Math.ceilDiv(characters, AUDIO_CHARACTERS_PER_TOKEN);
        return text(audio.path("transcript"))
                .plus(TextSize.ofBytes(tokens * PromptSize.BYTES_PER_TOKEN));
    }
}
