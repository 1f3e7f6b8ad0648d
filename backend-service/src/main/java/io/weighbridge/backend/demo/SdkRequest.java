package io.weighbridge.backend.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.demo.model.Wish;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;

/// A planned call as a request of OpenAI's API.
///
/// @param path below the base URL
/// @param body in JSON
/// @param isStream whether the answer comes in parts
/// @param partsUntilLeaving after how many of these the client leaves; 0 for never
record SdkRequest(String path, String body, boolean isStream, int partsUntilLeaving) {
    private static final String TOKEN = "word";

    /// @param speed trace seconds in a second
    /// @param attempt 0 for the first: what goes wrong before an answer does so once
    static SdkRequest of(PlannedCall call, double speed, int attempt) {
        boolean isStream = !call.isEmbedding() && call.course() != PlannedCall.Course.PLAIN;
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", call.service()).put("user", call.subject());
        String prompt = TOKEN.repeat((int) call.whole().get(Unit.INPUT_TOKENS));
        if (call.isEmbedding()) {
            root.put("input", prompt);
        } else {
            root.putArray("messages").addObject().put("role", "user").put("content", prompt);
            if (call.course() != PlannedCall.Course.METERED) {
                root.put("max_tokens", Math.max(1, call.estimate().get(Unit.OUTPUT_TOKENS)));
            }
            if (isStream) {
                root.put("stream", true).putObject("stream_options").put("include_usage", true);
            }
        }
        root.set(Wish.FIELD, wish(call, speed, attempt, isStream).json());
        boolean leaves = isStream && call.outcome() == Outcome.CLIENT_GONE;
        return new SdkRequest(
                call.isEmbedding() ? "/embeddings" : "/chat/completions",
                root.toString(),
                isStream,
                leaves ? 1 : 0);
    }

    private static Wish wish(PlannedCall call, double speed, int attempt, boolean isStream) {
        boolean breaks = call.outcome() == Outcome.UPSTREAM_ERROR && (isStream || attempt == 0);
        Wish.Trouble trouble = breaks ? Wish.Trouble.BREAKS : Wish.Trouble.NONE;
        if (call.releasedFirst() && attempt == 0) {
            trouble = Wish.Trouble.BUSY;
        }
        long input = call.whole().get(Unit.INPUT_TOKENS);
        double nanosPerMicro = 1_000 / speed;
        return new Wish(
                input,
                call.whole().get(Unit.CACHED_INPUT_TOKENS),
                call.whole().get(Unit.OUTPUT_TOKENS),
                call.whole().get(Unit.REASONING_TOKENS),
                (long)
                        (nanosPerMicro
                                * (PlannedCall.PROMPT_MICROS
                                        + input * PlannedCall.INPUT_TOKEN_MICROS)),
                (long) (nanosPerMicro * PlannedCall.OUTPUT_TOKEN_MICROS),
                trouble);
    }

    /// Leaves the body out.
    @Override
    public String toString() {
        return "SdkRequest[" + path + "]";
    }
}
