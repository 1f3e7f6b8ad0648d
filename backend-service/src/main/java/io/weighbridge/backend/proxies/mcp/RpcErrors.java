package io.weighbridge.backend.proxies.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.openai.ClientAnswer;
import io.weighbridge.backend.proxies.openai.ClientGoneException;
import io.weighbridge.backend.proxies.wire.ModelJson;

import java.util.ArrayList;
import java.util.List;

/// Our errors as JSON-RPC has them: with the id of the request where there is one, the status of
/// HTTP beside, and what other clients of the gateway go by in `data`.
final class RpcErrors {
    private static final int INVALID_REQUEST = -32_600;
    private static final int INTERNAL = -32_603;
    // Of a server's own.
    private static final int REFUSED = -32_001;

    private RpcErrors() {}

    /// @param id missing for none
    static void send(ClientAnswer answer, ApiError error, JsonNode id) throws ClientGoneException {
        List<HeaderLine> headers = new ArrayList<>(error.headers());
        headers.add(new HeaderLine("content-type", "application/json"));
        answer.send(error.status(), headers, json(error, id));
    }

    private static byte[] json(ApiError error, JsonNode id) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        root.set("id", id.isMissingNode() ? JsonNodeFactory.instance.nullNode() : id);
        root.putObject("error")
                .put("code", code(error.status()))
                .put("message", error.message())
                .putObject("data")
                .put("code", error.code())
                .put("status", error.status());
        return ModelJson.bytes(root);
    }

    private static int code(int status) {
        return switch (status) {
            case 400, 405, 413 -> INVALID_REQUEST;
            case 500 -> INTERNAL;
            default -> REFUSED;
        };
    }
}
