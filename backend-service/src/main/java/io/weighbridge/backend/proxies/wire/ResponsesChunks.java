package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.model.Units;

/// What the events of OpenAI's Responses API say. Each has its type in its data; the last one has
/// the whole response.
final class ResponsesChunks {
    private ResponsesChunks() {}

    static Chunk read(JsonNode root, byte[] data, WrittenText texts) {
        String type = root.path("type").asText();
        return switch (type) {
            case "response.completed", "response.incomplete" ->
                    Chunk.silent(Chunk.Kind.DONE, root, usage(root));
            case "response.failed", "error" -> Chunk.silent(Chunk.Kind.ERROR, root, usage(root));
            default -> {
                // What is whole was told in parts before.
                if (type.startsWith("response.") && !type.endsWith(".delta")) {
                    yield Chunk.silent(Chunk.Kind.PART, root, Units.NONE);
                }
                JsonNode delta = root.path("delta");
                yield delta.isTextual()
                        ? new Chunk(Chunk.Kind.PART, root, Units.NONE, 1, texts.text(delta))
                        : Chunk.unread(data);
            }
        };
    }

    private static Units usage(JsonNode root) {
        JsonNode usage = root.path("response").path("usage");
        return usage.isObject() ? UsageJson.ofResponses(usage) : Units.NONE;
    }
}
