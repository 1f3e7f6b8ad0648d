package io.weighbridge.backend.proxies.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.wire.Chunk;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

/// The end of a stream of Anthropic's API: the open block is closed, then come the reason and the
/// usage, and the last event.
final class MessagesEnd implements AnswerEnd {
    private static final int NONE = -1;

    private int openBlock = NONE;
    private boolean hasEnded;

    @Override
    public void saw(Chunk chunk) {
        JsonNode root = chunk.root();
        switch (root.path("type").asText()) {
            case "content_block_start" -> openBlock = root.path("index").asInt();
            case "content_block_stop" -> openBlock = NONE;
            case "message_delta" -> hasEnded |= root.path("delta").path("stop_reason").isTextual();
            default -> {
                // Says nothing of the end.
            }
        }
    }

    @Override
    public boolean anyEnded() {
        return hasEnded;
    }

    @Override
    public byte[] cut() {
        return openBlock == NONE
                ? new byte[0]
                : EventText.named(EventText.type("content_block_stop").put("index", openBlock));
    }

    @Override
    public byte[] usage(Units units) {
        ObjectNode delta = EventText.type("message_delta");
        delta.putObject("delta").put("stop_reason", "max_tokens").putNull("stop_sequence");
        delta.putObject("usage").put("output_tokens", units.get(Unit.OUTPUT_TOKENS));
        return EventText.named(delta);
    }

    @Override
    public byte[] done() {
        return EventText.named(EventText.type("message_stop"));
    }

    static byte[] broken(ApiError error) {
        return EventText.named("error", error.messagesJson());
    }
}
