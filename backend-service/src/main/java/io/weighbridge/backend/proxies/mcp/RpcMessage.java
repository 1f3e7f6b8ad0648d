package io.weighbridge.backend.proxies.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.proxies.wire.RequestReader;

import java.util.List;

/// One message of JSON-RPC: a request, which is answered, or a notification or an answer, which are
/// not.
///
/// @param id of a request; missing for the others
/// @param method empty for an answer
/// @param tool that is called, empty for none
/// @param root all of it
record RpcMessage(JsonNode id, String method, String tool, ObjectNode root) {
    private static final String CALL = "tools/call";
    private static final int NAME_LENGTH_MAX = 128;
    private static final int ID_LENGTH_MAX = 200;

    /// Reads one. A list of several (a batch) is none.
    ///
    /// @throws Fault INVALID_FIELD
    static RpcMessage read(byte[] body) {
        ObjectNode root = RequestReader.object(body);
        RequestReader.requireOneSpelling(
                root, List.of("jsonrpc", "id", "method", "params", "result", "error"));
        if (!root.path("jsonrpc").asText().equals("2.0")) {
            throw Fault.invalid("jsonrpc", Check.shown(root.path("jsonrpc").asText()), "2.0");
        }
        JsonNode id = root.path("id");
        boolean isId =
                (id.isTextual() && id.textValue().length() <= ID_LENGTH_MAX)
                        || (id.isIntegralNumber() && id.canConvertToLong());
        if (!id.isMissingNode() && !isId) {
            throw Fault.invalid("id", id.getNodeType(), "a text, or a whole number");
        }
        JsonNode method = root.path("method");
        if (method.isMissingNode() && (root.has("result") || root.has("error"))) {
            return new RpcMessage(MissingNode.getInstance(), "", "", root);
        }
        String name = text("method", method);
        JsonNode params = root.path("params");
        RequestReader.requireOneSpelling(params, List.of("name"));
        boolean isCall = name.equals(CALL);
        if (isCall && id.isMissingNode()) {
            // Nothing would say whether it ran.
            throw Fault.invalid("id", "none", "an id, where a tool is called");
        }
        return new RpcMessage(
                id, name, isCall ? text("params.name", params.path("name")) : "", root);
    }

    private static String text(String field, JsonNode node) {
        if (!node.isTextual()) {
            throw Fault.invalid(field, node.getNodeType(), "a text");
        }
        return Check.text(field, node.textValue(), 1, NAME_LENGTH_MAX);
    }

    boolean isRequest() {
        return !id.isMissingNode();
    }

    boolean callsTool() {
        return !tool.isEmpty();
    }

    /// As the server gets it.
    byte[] bytes() {
        return ModelJson.bytes(root);
    }
}
