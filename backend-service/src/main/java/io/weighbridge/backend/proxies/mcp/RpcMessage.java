package io.weighbridge.backend.proxies.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.openai.HeldBody;
import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.proxies.wire.RequestReader;

import java.util.List;

/// One message of JSON-RPC: a request, which is answered, or a notification or an answer, which are
/// not.
///
/// @param id of a request; missing for the others
/// @param method empty for an answer
/// @param tool that is called, empty for none
/// @param name what the protocol's header `Mcp-Name` has to say, empty for nothing
record RpcMessage(JsonNode id, String method, String tool, String name) {
    private static final String CALL = "tools/call";
    private static final int NAME_LENGTH_MAX = 128;
    private static final int ID_LENGTH_MAX = 200;
    // What every reader of JSON can keep and send back.
    private static final long ID_MAX = (1L << 53) - 1;

    /// Reads one, and writes it anew. A list of several (a batch) is none.
    ///
    /// @throws Fault INVALID_FIELD
    static RpcMessage read(HeldBody body) {
        ObjectNode root = RequestReader.object(body.bytes());
        RpcMessage message = read(root);
        body.replace(ModelJson.bytes(root));
        return message;
    }

    private static RpcMessage read(ObjectNode root) {
        RequestReader.requireOneSpelling(
                root, List.of("jsonrpc", "id", "method", "params", "result", "error"));
        if (!root.path("jsonrpc").asText().equals("2.0")) {
            throw Fault.invalid("jsonrpc", Check.shown(root.path("jsonrpc").asText()), "2.0");
        }
        JsonNode id = root.path("id");
        if (!id.isMissingNode() && !isEchoed(id)) {
            throw Fault.invalid(
                    "id", id.getNodeType(), "a text of Unicode, or a whole number below 2^53");
        }
        JsonNode method = root.path("method");
        if (method.isMissingNode() && (root.has("result") || root.has("error"))) {
            return new RpcMessage(MissingNode.getInstance(), "", "", "");
        }
        String called = text("method", method);
        JsonNode params = root.path("params");
        RequestReader.requireOneSpelling(params, List.of("name"));
        boolean isCall = called.equals(CALL);
        if (isCall && id.isMissingNode()) {
            // Nothing would say whether it ran.
            throw Fault.invalid("id", "none", "an id, where a tool is called");
        }
        String tool = isCall ? text("params.name", params.path("name")) : "";
        String name = params.path(isCall || params.has("name") ? "name" : "uri").asText("");
        return new RpcMessage(id, called, tool, name);
    }

    // Another one could come back as something else, and nothing would say what became of it.
    private static boolean isEchoed(JsonNode id) {
        if (id.isTextual()) {
            String text = id.textValue();
            return text.length() <= ID_LENGTH_MAX
                    && text.codePoints().noneMatch(RpcMessage::isHalf);
        }
        return id.isIntegralNumber()
                && id.canConvertToLong()
                && Math.abs(id.longValue()) <= ID_MAX
                && id.longValue() != Long.MIN_VALUE;
    }

    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
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
}
