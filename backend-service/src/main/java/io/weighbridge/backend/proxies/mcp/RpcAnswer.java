package io.weighbridge.backend.proxies.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.ModelJson;

import java.io.IOException;

/// What a message of a server's says of a request.
enum RpcAnswer {
    /// It was done, well or not: a tool that says itself that it failed has run.
    RAN,
    /// It was not done: an error of the protocol, or the server asks something back first, and the
    /// client will ask again.
    NOT_RUN,
    /// Something else.
    OTHER;

    /// Reads one.
    ///
    /// @param id of the request
    static RpcAnswer of(byte[] json, JsonNode id) {
        JsonNode message;
        try {
            message = ModelJson.ANSWERS.readTree(json);
        } catch (IOException e) {
            return OTHER;
        }
        if (!isSame(message.path("id"), id)) {
            return OTHER;
        }
        JsonNode result = message.path("result");
        if (result.isMissingNode()) {
            return message.path("error").isObject() ? NOT_RUN : OTHER;
        }
        return result.path("resultType").asText("complete").equals("input_required")
                ? NOT_RUN
                : RAN;
    }

    // Numbers are the same whatever they are kept in.
    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.isTextual() == other.isTextual()
                && one.isNumber() == other.isNumber()
                && one.asText().equals(other.asText());
    }
}
