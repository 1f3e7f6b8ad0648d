package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// The end of a stream of OpenAI's Responses API: one event, with the response as it began, what
/// ended it, and the usage.
final class ResponsesEnd implements AnswerEnd {
    private static final byte[] NOTHING = {};

    private ObjectNode response = JsonNodeFactory.instance.objectNode();
    private long lastNumber;
    private boolean hasEnded;

    @Override
    public void saw(Chunk chunk) {
        JsonNode root = chunk.root();
        lastNumber = root.path("sequence_number").asLong(lastNumber);
        hasEnded |= chunk.kind() == Chunk.Kind.DONE;
        if (response.isEmpty() && root.path("response") instanceof ObjectNode begun) {
            response = begun.deepCopy();
        }
    }

    @Override
    public boolean anyEnded() {
        return hasEnded;
    }

    @Override
    public byte[] cut() {
        return NOTHING;
    }

    @Override
    public byte[] usage(Units units) {
        long input = units.get(Unit.INPUT_TOKENS);
        long output = units.get(Unit.OUTPUT_TOKENS);
        response.put("status", "incomplete");
        response.putObject("incomplete_details").put("reason", "max_output_tokens");
        response.putObject("usage")
                .put("input_tokens", input)
                .put("output_tokens", output)
                .put("total_tokens", input + output);
        ObjectNode event =
                EventText.type("response.incomplete").put("sequence_number", lastNumber + 1);
        event.set("response", response);
        return EventText.named(event);
    }

    @Override
    public byte[] done() {
        return NOTHING;
    }

    static byte[] broken(ApiError error) {
        return EventText.named(
                EventText.type("error")
                        .put("code", error.code())
                        .put("message", error.message())
                        .put("param", error.param()));
    }
}
