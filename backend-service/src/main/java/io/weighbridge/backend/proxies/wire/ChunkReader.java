package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.model.Units;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the events of a stream.
public final class ChunkReader {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private ChunkReader() {}

    /// Reads an event of an endpoint's stream; what is no JSON counts as text.
    public static Chunk read(Endpoint endpoint, StreamEvent event) {
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
            return Chunk.unread(data);
        }
        if (endpoint == Endpoint.MESSAGES) {
            return MessagesChunks.read(root, data);
        }
        if (endpoint == Endpoint.RESPONSES) {
            return ResponsesChunks.read(root, data);
        }
        JsonNode usageNode = root.path("usage");
        Units usage = usageNode.isObject() ? UsageJson.units(usageNode) : Units.NONE;
        if (root.path("error").isObject()) {
            return new Chunk(Chunk.Kind.ERROR, root, usage, 0, 0);
        }
        JsonNode choices = root.path("choices");
        if (!choices.isArray()) {
            return usageNode.isObject()
                    ? new Chunk(Chunk.Kind.PART, root, usage, 0, 0)
                    : Chunk.unread(data);
        }
        if (usageNode.isObject() && choices.isEmpty()) {
            return new Chunk(Chunk.Kind.USAGE, root, usage, 0, 0);
        }
        long pieces = 0;
        long bytes = 0;
        for (JsonNode choice : choices) {
            long added =
                    WrittenText.bytes(choice.path("delta"))
                            + PromptSize.bytes(choice.path("text").asText(""));
            pieces += pieces(choice, added);
            bytes += added;
        }
        return new Chunk(Chunk.Kind.PART, root, usage, pieces, bytes);
    }

    // A token at least: a server that holds text back, be it because of a stop word or in the
    // middle of a character, says nothing in such a part. None where an answer only begins or ends,
    // or is only judged.
    private static long pieces(JsonNode choice, long textBytes) {
        JsonNode logprobs = choice.path("logprobs");
        long told =
                Math.max(
                        choice.path("token_ids").size(),
                        Math.max(
                                logprobs.path("content").size() + logprobs.path("refusal").size(),
                                logprobs.path("tokens").size()));
        boolean isMark =
                textBytes == 0
                        && (choice.path("finish_reason").isTextual()
                                || choice.path("delta").path("role").isTextual()
                                || !(choice.has("delta") || choice.has("text")));
        return isMark ? told : Math.max(told, 1);
    }
}
