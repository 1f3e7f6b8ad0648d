package io.weighbridge.backend.proxies.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Unit;

/// What a client asks of a model.
///
/// @param endpoint where
/// @param model the service
/// @param isStream whether the answer is to come in parts
/// @param wantsUsage whether the client wants to see the usage of a stream
/// @param answers how many answers it asks for at once
/// @param maximumTokens output tokens of each at most, [#ABSENT] when it does not say
/// @param size of its prompt
/// @param subject the end user it names, empty for none
/// @param root all of it
record ModelRequest(
        Endpoint endpoint,
        String model,
        boolean isStream,
        boolean wantsUsage,
        long answers,
        long maximumTokens,
        PromptSize size,
        String subject,
        ObjectNode root) {
    /// Not said.
    static final long ABSENT = -1;

    /// Whether it says how long an answer may become.
    boolean isLimited() {
        return maximumTokens != ABSENT;
    }

    /// Output tokens of all its answers, so many each.
    long outputTokens(long each) {
        return each > Unit.COUNT_MAX / answers ? Unit.COUNT_MAX : each * answers;
    }

    /// The body for the model server: asks for the usage at the end of a stream.
    ///
    /// @param maximumField what to tell the most output tokens in
    /// @param tokens at most for each answer, [#ABSENT] to add nothing
    byte[] body(String maximumField, long tokens) {
        ObjectNode body = root;
        if (isStream && endpoint.hasOutput()) {
            body.withObjectProperty("stream_options").put("include_usage", true);
        }
        if (tokens != ABSENT) {
            body.put(maximumField, tokens);
        }
        try {
            return ModelJson.REQUESTS.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw Fault.internal("a request could not be written anew", e);
        }
    }
}
