package io.weighbridge.backend.proxies.openai;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.model.Units;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Reads the events of a stream.
final class ChunkReader {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private ChunkReader() {}

    static Chunk read(StreamEvent event) {
        byte[] data = event.data();
        if (data.length == 0) {
            return Chunk.OTHER;
        }
        if (Arrays.equals(data, DONE)) {
            return Chunk.DONE;
        }
        JsonNode root;
        try {
            root = ModelJson.ANSWERS.readTree(data);
        } catch (IOException e) {
            return Chunk.OTHER;
        }
        JsonNode usageNode = root.path("usage");
        Units usage = usageNode.isObject() ? UsageJson.units(usageNode) : Units.NONE;
        if (root.path("error").isObject()) {
            return new Chunk(Chunk.Kind.ERROR, root, usage, 0, 0);
        }
        JsonNode choices = root.path("choices");
        if (usageNode.isObject() && choices.isArray() && choices.isEmpty()) {
            return new Chunk(Chunk.Kind.USAGE, root, usage, 0, 0);
        }
        long pieces = 0;
        long bytes = 0;
        for (JsonNode choice : choices) {
            long added = textBytes(choice.path("delta")) + textBytes(choice.path("text"));
            pieces += added > 0 ? 1 : 0;
            bytes += added;
        }
        return new Chunk(Chunk.Kind.PART, root, usage, pieces, bytes);
    }

    /// Bytes of all that a model wrote below a node: texts, thoughts, arguments of tools.
    static long textBytes(JsonNode node) {
        if (node.isTextual()) {
            return PromptSize.bytes(node.textValue());
        }
        long bytes = 0;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            bytes +=
                    switch (field.getKey()) {
                        case "role", "id", "type", "index" -> 0;
                        default -> textBytes(field.getValue());
                    };
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                bytes += textBytes(item);
            }
        }
        return bytes;
    }
}
