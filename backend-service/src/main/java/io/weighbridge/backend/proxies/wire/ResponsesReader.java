package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

import java.util.List;

/// Reads what a client asks of a model by OpenAI's Responses API.
final class ResponsesReader {
    // Beside those of the other APIs that are the same here.
    private static final List<String> READ =
            List.of(
                    "background",
                    "conversation",
                    "instructions",
                    "max_output_tokens",
                    "previous_response_id",
                    "store");

    // What the prompt is made of beside what stands in the request, so that nobody can measure it.
    private static final List<String> ELSEWHERE =
            List.of("background", "conversation", "previous_response_id");

    private ResponsesReader() {}

    /// Reads a body that was found right so far.
    ///
    /// @throws Fault INVALID_FIELD
    static ModelRequest read(ObjectNode root, long bodyBytes, RequestRules rules) {
        RequestReader.requireOneSpelling(root, READ);
        for (String field : ELSEWHERE) {
            requireNothing(root, field);
        }
        if (root.path("prompt").isObject()) {
            throw Fault.invalid("prompt", "a template", "its text in input");
        }
        requireNothing(root, "store");
        // By default it is kept, with the operator's key.
        root.put("store", false);
        ResponseItems.removeEmptyThoughts(root);
        boolean isStream = RequestReader.flag(root, "stream", "stream");
        Modalities modalities = Modalities.of(root);
        boolean hides = rules.hidesThinking() || RequestReader.hidesThinking(root);
        String model = RequestReader.model(root);
        TextMeasure measure = rules.measures().of(model);
        return new ModelRequest(
                Endpoint.RESPONSES,
                model,
                isStream,
                // A stream of this API always tells it.
                isStream,
                isStream && modalities.isText() && !hides,
                modalities.dearer(),
                1,
                RequestReader.count(
                        root, "max_output_tokens", 1, Unit.COUNT_MAX, ModelRequest.ABSENT),
                PromptSize.of(root, bodyBytes, Endpoint.RESPONSES, measure),
                measure,
                RequestReader.endUser(root),
                root);
    }

    private static void requireNothing(ObjectNode root, String field) {
        JsonNode value = root.path(field);
        boolean isOff = value.isBoolean() && !value.booleanValue();
        if (!value.isMissingNode() && !value.isNull() && !isOff) {
            throw Fault.invalid(field, Check.shown(value.toString()), "nothing");
        }
    }
}
