package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

import java.util.List;

/// Reads what a client asks of a model by Anthropic's API.
final class MessagesReader {
    // Beside those of OpenAI's API that are the same here.
    private static final List<String> READ = List.of("metadata", "system", "thinking");

    private MessagesReader() {}

    /// Reads a body that was found right so far.
    ///
    /// @throws Fault INVALID_FIELD
    static ModelRequest read(ObjectNode root, long bodyBytes, RequestRules rules) {
        RequestReader.requireOneSpelling(root, READ);
        long most = RequestReader.count(root, "max_tokens", 1, Unit.COUNT_MAX, ModelRequest.ABSENT);
        if (most == ModelRequest.ABSENT) {
            throw Fault.invalid("max_tokens", "none", "1 to " + Unit.COUNT_MAX);
        }
        // Some servers know these from the other API.
        var _ = RequestReader.count(root, "n", 1, 1, 1);
        var _ = RequestReader.count(root, "best_of", 1, 1, 1);
        root.remove(List.of("n", "best_of"));
        boolean isStream = RequestReader.flag(root, "stream", "stream");
        JsonNode metadata = root.path("metadata");
        RequestReader.requireOneSpelling(metadata, List.of("user_id"));
        String model = RequestReader.model(root);
        TextMeasure measure = rules.measures().of(model);
        return new ModelRequest(
                Endpoint.MESSAGES,
                model,
                isStream,
                // A stream of this API always tells it.
                isStream,
                isStream,
                null,
                1,
                most,
                PromptSize.of(root, bodyBytes, Endpoint.MESSAGES, measure),
                measure,
                RequestReader.subject(metadata.path("user_id")),
                root);
    }
}
