package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.model.Units;

/// What the events of Anthropic's API say. Each has its type in its data.
final class MessagesChunks {
    private MessagesChunks() {}

    static Chunk read(JsonNode root, byte[] data, WrittenText texts) {
        return switch (root.path("type").asText()) {
            case "message_start" ->
                    Chunk.silent(Chunk.Kind.PART, root, usage(root.path("message").path("usage")));
            case "content_block_start" -> {
                TextSize text = texts.block(root.path("content_block"));
                yield new Chunk(Chunk.Kind.PART, root, Units.NONE, text.bytes() > 0 ? 1 : 0, text);
            }
            case "content_block_delta" -> delta(root, texts);
            case "message_delta" ->
                    Chunk.silent(
                            root.path("usage").isObject() ? Chunk.Kind.USAGE : Chunk.Kind.PART,
                            root,
                            usage(root.path("usage")));
            case "message_stop" -> Chunk.silent(Chunk.Kind.DONE, root, Units.NONE);
            case "error" -> Chunk.silent(Chunk.Kind.ERROR, root, Units.NONE);
            case "content_block_stop", "ping" -> Chunk.silent(Chunk.Kind.PART, root, Units.NONE);
            default -> Chunk.unread(data);
        };
    }

    // A token at least, whatever it shows; what signs a thought is none.
    private static Chunk delta(JsonNode root, WrittenText texts) {
        JsonNode delta = root.path("delta");
        boolean isText =
                switch (delta.path("type").asText()) {
                    case "signature_delta", "citations_delta" -> false;
                    default -> true;
                };
        TextSize text = isText ? texts.block(delta) : TextSize.NONE;
        return new Chunk(Chunk.Kind.PART, root, Units.NONE, isText ? 1 : 0, text);
    }

    private static Units usage(JsonNode usage) {
        return usage.isObject() ? UsageJson.ofMessages(usage) : Units.NONE;
    }
}
