package io.weighbridge.backend.proxies.mcp;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.ModelJson;

import java.io.IOException;
import java.util.Set;

/// What a message of a server's says of a request.
enum RpcAnswer {
    /// It was done, well or not: a tool that says itself that it failed has run.
    RAN,
    /// An error that does not say that it never began: of a request that was cancelled, say.
    FAILED,
    /// It never began: an error of the protocol that says so, or the server asks something back
    /// first, and the client will ask again.
    NOT_RUN,
    /// Something else.
    OTHER;

    // It cannot be read, is no request, has no such method or wrong parameters, or the user has to
    // visit a page first.
    private static final Set<Integer> NEVER_BEGAN =
            Set.of(-32_700, -32_600, -32_601, -32_602, -32_042);

    /// Reads one of a stream, where there may be others.
    ///
    /// @param id of the request
    static RpcAnswer of(byte[] json, JsonNode id) {
        return of(json, id, false);
    }

    /// Reads the only one: a result is the request's, whatever became of its id.
    ///
    /// @param id of the request
    static RpcAnswer ofWhole(byte[] json, JsonNode id) {
        return of(json, id, true);
    }

    private static RpcAnswer of(byte[] json, JsonNode id, boolean isOnly) {
        JsonNode message;
        try {
            message = ModelJson.ANSWERS.readTree(json);
        } catch (IOException e) {
            return OTHER;
        }
        JsonNode result = message.path("result");
        if (!isSame(message.path("id"), id)) {
            return isOnly && !result.isMissingNode() ? RAN : OTHER;
        }
        if (result.isMissingNode()) {
            return ofError(message.path("error"));
        }
        return result.path("resultType").asText("complete").equals("input_required")
                ? NOT_RUN
                : RAN;
    }

    private static RpcAnswer ofError(JsonNode error) {
        if (!error.isObject()) {
            return OTHER;
        }
        JsonNode code = error.path("code");
        return code.isInt() && NEVER_BEGAN.contains(code.intValue()) ? NOT_RUN : FAILED;
    }

    // Numbers are the same whatever they are kept in.
    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.isTextual() == other.isTextual()
                && one.isNumber() == other.isNumber()
                && one.asText().equals(other.asText());
    }
}
