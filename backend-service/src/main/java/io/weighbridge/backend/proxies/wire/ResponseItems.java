package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.util.List;
import java.util.Map;

/// The items of a response's input: messages, calls of tools and what came of them, thoughts. Each
/// must have its own text: one that has but an id names what the provider keeps, of any length and
/// of whoever calls it with the same key.
final class ResponseItems {
    private static final String MESSAGE = "message";
    private static final String REASONING = "reasoning";

    // Of each kind the fields of which it has one at least.
    private static final Map<String, List<String>> TEXTS =
            Map.of(
                    "custom_tool_call",
                    List.of("input"),
                    "custom_tool_call_output",
                    List.of("output"),
                    "function_call",
                    List.of("arguments"),
                    "function_call_output",
                    List.of("output"),
                    MESSAGE,
                    List.of("content"),
                    REASONING,
                    List.of("content", "encrypted_content", "summary"));

    private ResponseItems() {}

    /// Takes thoughts out that have no text: clients write them back as they came, and there is
    /// nobody who kept them.
    static void removeEmptyThoughts(ObjectNode root) {
        for (var items = root.path("input").elements(); items.hasNext(); ) {
            JsonNode item = items.next();
            if (type(item).equals(REASONING) && !hasText(item, REASONING)) {
                items.remove();
            }
        }
    }

    /// @throws Fault INVALID_FIELD for one of another kind, or without its text
    static void require(JsonNode item) {
        String type = type(item);
        if (!TEXTS.containsKey(type)) {
            throw Fault.invalid("input.type", Check.shown(type), "an item with its own text");
        }
        boolean hasRole = item.path("role").isTextual() || !type.equals(MESSAGE);
        if (!hasRole || !hasText(item, type)) {
            throw Fault.invalid("input", "a " + type + " of elsewhere", "an item with its text");
        }
    }

    private static String type(JsonNode item) {
        JsonNode type = item.path("type");
        return type.isMissingNode() || type.isNull() ? MESSAGE : type.asText();
    }

    private static boolean hasText(JsonNode item, String type) {
        for (String field : TEXTS.getOrDefault(type, List.of())) {
            JsonNode text = item.path(field);
            boolean isText =
                    text.isTextual() && !(type.equals(REASONING) && text.asText().isEmpty());
            if (isText || !text.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
