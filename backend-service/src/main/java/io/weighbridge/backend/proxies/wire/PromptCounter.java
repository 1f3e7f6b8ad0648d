package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/// Walks a request and counts what of it may become tokens. Only items of a message's content are
/// taken for pictures and sound, and only their payload for other than text. Used by one thread.
final class PromptCounter {
    // What Qwen2.5-VL makes of a picture at most; others make fewer.
    private static final long IMAGE_MOST_TOKENS = 16_384;
    private static final long IMAGE_LIKELY_TOKENS = 1_024;
    // Of base64: 50 tokens a second, of the least that MP3 has, 8 kbit a second.
    private static final long AUDIO_MOST_CHARACTERS = 24;
    private static final long AUDIO_LIKELY_CHARACTERS = 256;
    // Where a template writes JSON anew: a line and its indentation for each value, and six bytes
    // for a character that it escapes.
    private static final long LINE_TOKENS = 2;
    private static final int DEPTH_PER_TOKEN = 4;
    private static final long ESCAPED_BYTES = 5;

    private static final long COUNTED_BYTES_MAX = 256 << 10;

    private static final String SHORT_TTL = "5m";
    private static final Set<String> PLAIN = Set.of("input", "prompt", "suffix");
    private static final Set<String> PART_TEXTS = Set.of("refusal", "text", "thinking");

    private final Endpoint endpoint;
    private final TextMeasure measure;
    private long items;
    private TextSize text = TextSize.NONE;
    private long writtenTokens;
    private long promptTokens;
    private long payloadBytes;
    private long imageTokens;
    private long audioTokens;
    private long likelyTokens;
    private @Nullable Unit cacheWrite;

    private PromptCounter(Endpoint endpoint, TextMeasure measure) {
        this.endpoint = endpoint;
        this.measure = measure;
    }

    static PromptCounter of(ObjectNode root, Endpoint endpoint, TextMeasure measure) {
        PromptCounter counter = new PromptCounter(endpoint, measure);
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            String name = field.getKey();
            if (name.equals("messages")) {
                for (JsonNode message : field.getValue()) {
                    counter.message(message);
                }
            } else if (endpoint == Endpoint.MESSAGES && name.equals("system")) {
                counter.content(field.getValue());
            } else if (endpoint == Endpoint.RESPONSES && name.equals("input")) {
                counter.input(field.getValue());
            } else if (PLAIN.contains(name)) {
                counter.prompt(field.getValue());
            } else {
                counter.field(name, field.getValue(), 1);
            }
        }
        return counter;
    }

    private void message(JsonNode message) {
        if (!message.isObject()) {
            json(message, 1);
            return;
        }
        if (!message.path("audio").isMissingNode() && !message.path("audio").isNull()) {
            throw Fault.invalid("messages.audio", "an earlier answer's sound", "its text instead");
        }
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            JsonNode value = field.getValue();
            if (isContent(field.getKey())) {
                content(value);
            } else {
                field(field.getKey(), value, 2);
            }
        }
    }

    // What came of a tool may have pictures and files as a message has.
    private boolean isContent(String field) {
        return field.equals("content")
                || (endpoint == Endpoint.RESPONSES && field.equals("output"));
    }

    private void content(JsonNode content) {
        if (content.isArray()) {
            for (JsonNode part : content) {
                part(part);
            }
        } else if (content.isObject()) {
            part(content);
        } else {
            plain(content);
        }
    }

    private void part(JsonNode part) {
        if (part.isTextual()) {
            plain(part);
            return;
        }
        cached(part.path("cache_control"));
        String type = part.path("type").asText();
        if (endpoint == Endpoint.MESSAGES && isBlock(type, part)) {
            return;
        }
        switch (type) {
            case "text", "input_text", "output_text", "reasoning_text", "refusal", "thinking" ->
                    written(part);
            case "image_url", "input_image" -> {
                if (part.path("file_id").isTextual()) {
                    throw Fault.invalid("input.file_id", "a file", "image_url");
                }
                picture(part.path("image_url"));
            }
            case "input_audio" -> sound(part.path("input_audio").path("data").asText());
            default ->
                    throw Fault.invalid(
                            "messages.content.type",
                            Check.shown(type),
                            "text, image_url or input_audio");
        }
    }

    // A text, or items.
    private void input(JsonNode input) {
        if (!input.isArray()) {
            content(input);
            return;
        }
        items = input.size();
        for (JsonNode item : input) {
            ResponseItems.require(item);
            message(item);
        }
    }

    // What only Anthropic's API has.
    private boolean isBlock(String type, JsonNode part) {
        switch (type) {
            case "image" -> source(part.path("source"));
            case "tool_result", "tool_use", "redacted_thinking" -> message(part);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void source(JsonNode source) {
        switch (source.path("type").asText()) {
            case "base64" -> payloadBytes += source.path("data").asText().length();
            case "url" -> {
                // Its bytes are not here.
            }
            default ->
                    throw Fault.invalid(
                            "messages.content.source.type", "something else", "base64 or url");
        }
        imageTokens += IMAGE_MOST_TOKENS;
        likelyTokens += IMAGE_LIKELY_TOKENS;
    }

    // A template takes the text of a part as it is.
    private void written(JsonNode part) {
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() && PART_TEXTS.contains(field.getKey())) {
                plain(value);
            } else {
                field(field.getKey(), value, 2);
            }
        }
    }

    private void picture(JsonNode image) {
        String url = image.isObject() ? image.path("url").asText() : image.asText();
        int payload = url.indexOf(";base64,");
        if (url.startsWith("data:image/") && payload > 0) {
            payloadBytes += url.length() - payload;
        }
        imageTokens += IMAGE_MOST_TOKENS;
        likelyTokens += IMAGE_LIKELY_TOKENS;
    }

    // WAV and MP3 by how they begin: of anything else a byte may be more than we know.
    private void sound(String data) {
        boolean isKnown =
                data.startsWith("UklGR") || data.startsWith("SUQz") || data.startsWith("//");
        payloadBytes += data.length();
        audioTokens += isKnown ? data.length() / AUDIO_MOST_CHARACTERS + 1 : data.length();
        likelyTokens += data.length() / AUDIO_LIKELY_CHARACTERS + 1;
    }

    // Texts, tokens, or lists of these. A token is one, however many digits its number has.
    private void prompt(JsonNode node) {
        if (!node.isArray()) {
            plain(node);
            return;
        }
        for (JsonNode item : node) {
            if (item.isIntegralNumber()) {
                // With the comma, or the bracket, behind it.
                payloadBytes += item.asText().length() + 1;
                promptTokens++;
                likelyTokens++;
            } else {
                prompt(item);
            }
        }
    }

    // What a template takes as it is.
    private void plain(JsonNode node) {
        if (node.isTextual()) {
            count(node.textValue());
        } else if (node.isNumber()) {
            likelyTokens++;
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                count(field.getKey());
                plain(field.getValue());
            }
            if (node.isArray()) {
                node.forEach(this::plain);
            }
        }
    }

    // What a template may write as JSON.
    private void json(JsonNode node, int depth) {
        if (node.isTextual()) {
            text(node.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            field(field.getKey(), field.getValue(), depth);
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                likelyTokens += item.isNumber() ? 1 : 0;
                writtenTokens += LINE_TOKENS + depth / DEPTH_PER_TOKEN;
                json(item, depth + 1);
            }
        }
    }

    private void field(String name, JsonNode value, int depth) {
        if (name.equals("cache_control")) {
            cached(value);
        }
        text(name);
        writtenTokens += LINE_TOKENS + depth / DEPTH_PER_TOKEN;
        json(value, depth + 1);
    }

    // What is kept for longer than minutes is dearer to write, and it may be all of the prompt.
    private void cached(JsonNode control) {
        if (control.isMissingNode() || cacheWrite == Unit.CACHE_WRITE_1H_TOKENS) {
            return;
        }
        boolean isShort = control.path("ttl").asText(SHORT_TTL).equals(SHORT_TTL);
        cacheWrite = isShort ? Unit.CACHE_WRITE_5M_TOKENS : Unit.CACHE_WRITE_1H_TOKENS;
    }

    // A tokenizer takes its time: of a very long prompt it counts the beginning.
    private void count(String words) {
        boolean counts = text.countedBytes() < COUNTED_BYTES_MAX;
        text = text.plus(counts ? measure.of(words) : TextMeasure.BYTES.of(words));
    }

    private void text(String words) {
        count(words);
        writtenTokens += ESCAPED_BYTES * words.chars().filter(PromptCounter::isEscaped).count();
    }

    private static boolean isEscaped(int character) {
        return character > '~' || "<>&'".indexOf(character) >= 0;
    }

    /// How many items the input of a response has.
    long items() {
        return items;
    }

    /// The texts, names of fields among them.
    TextSize text() {
        return text;
    }

    /// Tokens that a template makes of JSON beside its bytes.
    long writtenTokens() {
        return writtenTokens;
    }

    /// Tokens that the prompt is given in.
    long promptTokens() {
        return promptTokens;
    }

    /// Bytes of pictures, sound and tokens, which are no text.
    long payloadBytes() {
        return payloadBytes;
    }

    /// Tokens of pictures at most.
    long imageTokens() {
        return imageTokens;
    }

    /// Tokens of sound at most.
    long audioTokens() {
        return audioTokens;
    }

    /// Tokens of what is no text, likely.
    long likelyTokens() {
        return likelyTokens;
    }

    /// What the dearest writing to a cache that it asks for is, null for none.
    @Nullable Unit cacheWrite() {
        return cacheWrite;
    }
}
