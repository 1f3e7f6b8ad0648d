package io.weighbridge.backend.demo.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// What a request says, form-encoded: `metadata[order]=7`.
///
/// @param fields by name, with its brackets
record FakeForm(Map<String, String> fields) {
    FakeForm {
        fields = Map.copyOf(fields);
    }

    /// @param text a body or a query
    static FakeForm of(String text) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : text.split("&", -1)) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
            }
        }
        return new FakeForm(fields);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw FakeRefusal.invalid(
                    "parameter_missing", name, "Missing required param: " + name + ".");
        }
        return value;
    }

    String textOr(String name, String other) {
        return fields.getOrDefault(name, other);
    }

    long number(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw FakeRefusal.invalid(
                    "parameter_invalid_integer", name, "Invalid integer: " + text(name));
        }
    }

    /// All of `name[key]`.
    ObjectNode map(String name) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        String start = name + "[";
        new TreeMap<>(fields)
                .forEach(
                        (field, value) -> {
                            if (field.startsWith(start)) {
                                map.put(field.substring(start.length(), field.length() - 1), value);
                            }
                        });
        return map;
    }
}
