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
    public static Chunk read(Endpoint endpoint, StreamEvent event, TextMeasure measure) {
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
            return MessagesChunks.read(root, data, new WrittenText(measure));
        }
        if (endpoint == Endpoint.RESPONSES) {
            return ResponsesChunks.read(root, data, new WrittenText(measure));
        }
        JsonNode usageNode = root.path("usage");
        Units usage = usageNode.isObject() ? UsageJson.units(usageNode) : Units.NONE;
        if (root.path("error").isObject()) {
            return Chunk.silent(Chunk.Kind.ERROR, root, usage);
        }
        JsonNode choices = root.path("choices");
        if (!choices.isArray()) {
            return usageNode.isObject()
                    ? Chunk.silent(Chunk.Kind.PART, root, usage)
                    : Chunk.unread(data);
        }
        if (usageNode.isObject() && choices.isEmpty()) {
            return Chunk.silent(Chunk.Kind.USAGE, root, usage);
        }
        long pieces = 0;
        WrittenText texts = new WrittenText(measure);
        TextSize text = TextSize.NONE;
        for (JsonNode choice : choices) {
            TextSize added = texts.choice(choice, "delta");
            pieces += pieces(choice, added.bytes());
            text = text.plus(added);
        }
        return new Chunk(Chunk.Kind.PART, root, usage, pieces, text);
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
