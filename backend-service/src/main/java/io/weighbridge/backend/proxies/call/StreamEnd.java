package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// Writes the end of a stream that we end ourselves, as the model server would: each answer that
/// has not ended is ended by its length, then come the usage, if it was asked for, and the end
/// mark. Used by one thread.
public final class StreamEnd implements AnswerEnd {
    private static final String DONE = "data: [DONE]\n\n";
    private static final String[] KEPT = {"id", "object", "created", "model", "system_fingerprint"};

    private final ModelRequest request;
    private final BitSet ended = new BitSet();
    private int answers;
    private JsonNode last = JsonNodeFactory.instance.objectNode();
    private boolean anyEnded;

    StreamEnd(ModelRequest request) {
        this.request = request;
        this.answers = (int) Math.min(request.answers(), 1_024);
    }

    @Override
    public void saw(Chunk chunk) {
        JsonNode choices = chunk.root().path("choices");
        if (!choices.isArray()) {
            return;
        }
        last = chunk.root();
        for (JsonNode choice : choices) {
            int index = choice.path("index").asInt(0);
            if (choice.path("finish_reason").isTextual() && index >= 0 && index < answers) {
                ended.set(index);
                anyEnded = true;
            }
        }
    }

    @Override
    public boolean anyEnded() {
        return anyEnded;
    }

    @Override
    public byte[] cut() {
        ObjectNode end = head();
        ArrayNode choices = end.putArray("choices");
        for (int i = ended.nextClearBit(0); i < answers; i = ended.nextClearBit(i + 1)) {
            ObjectNode choice = choices.addObject().put("index", i);
            if (request.endpoint() == Endpoint.CHAT) {
                choice.putObject("delta");
            } else {
                choice.put("text", "");
            }
            choice.putNull("logprobs").put("finish_reason", "length");
        }
        return EventText.unnamed(ModelJson.bytes(end));
    }

    @Override
    public byte[] usage(Units units) {
        ObjectNode usage = head();
        usage.putArray("choices");
        long input = units.get(Unit.INPUT_TOKENS);
        long output = units.get(Unit.OUTPUT_TOKENS);
        usage.putObject("usage")
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
        return EventText.unnamed(ModelJson.bytes(usage));
    }

    @Override
    public byte[] done() {
        return DONE.getBytes(StandardCharsets.US_ASCII);
    }

    /// The end of a stream that broke.
    public static byte[] broken(ApiError error) {
        return EventText.unnamed(error.json());
    }

    private ObjectNode head() {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        for (String field : KEPT) {
            if (last.has(field)) {
                head.set(field, last.get(field));
            }
        }
        return head;
    }
}
