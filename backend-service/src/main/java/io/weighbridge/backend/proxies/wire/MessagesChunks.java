package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.model.Units;

/// What the events of Anthropic's API say. Each has its type in its data.
final class MessagesChunks {
    private MessagesChunks() {}

    static Chunk read(JsonNode root, byte[] data) {
        return switch (root.path("type").asText()) {
            case "message_start" ->
                    new Chunk(
                            Chunk.Kind.PART, root, usage(root.path("message").path("usage")), 0, 0);
            case "content_block_start" -> {
                long bytes = WrittenText.block(root.path("content_block"));
                yield new Chunk(Chunk.Kind.PART, root, Units.NONE, bytes > 0 ? 1 : 0, bytes);
            }
            case "content_block_delta" -> delta(root);
            case "message_delta" ->
                    new Chunk(
                            root.path("usage").isObject() ? Chunk.Kind.USAGE : Chunk.Kind.PART,
                            root,
                            usage(root.path("usage")),
                            0,
                            0);
            case "message_stop" -> new Chunk(Chunk.Kind.DONE, root, Units.NONE, 0, 0);
            case "error" -> new Chunk(Chunk.Kind.ERROR, root, Units.NONE, 0, 0);
            case "content_block_stop", "ping" -> new Chunk(Chunk.Kind.PART, root, Units.NONE, 0, 0);
            default -> Chunk.unread(data);
        };
    }

    // A token at least, whatever it shows; what signs a thought is none.
    private static Chunk delta(JsonNode root) {
        JsonNode delta = root.path("delta");
        boolean isText =
                switch (delta.path("type").asText()) {
                    case "signature_delta", "citations_delta" -> false;
                    default -> true;
                };
        long bytes = isText ? WrittenText.block(delta) : 0;
        return new Chunk(Chunk.Kind.PART, root, Units.NONE, isText ? 1 : 0, bytes);
    }

    private static Units usage(JsonNode usage) {
        return usage.isObject() ? UsageJson.ofMessages(usage) : Units.NONE;
    }
}
