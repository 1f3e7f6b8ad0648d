package io.weighbridge.backend.compute.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.ArrayList;
import java.util.List;

/// The members of an object of `config.json`, each checked when it is read. `null` is missing.
final class Fields {
    private static final long SIZE_MAX = 1L << 31;
    private static final int LIST_MAX = 10_000;

    private final JsonNode node;
    private final String path;

    private Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /// @throws Fault INVALID_FIELD when it is not an object
    static Fields of(JsonNode node) {
        return of(node, "");
    }

    private static Fields of(JsonNode node, String path) {
        if (!node.isObject()) {
            String name = path.isEmpty() ? "config" : path.substring(0, path.length() - 1);
            throw Fault.invalid(name, shown(node), "an object");
        }
        return new Fields(node, path);
    }

    boolean has(String name) {
        JsonNode value = node.path(name);
        return !value.isMissingNode() && !value.isNull();
    }

    Fields object(String name) {
        return of(node.path(name), path + name + '.');
    }

    /// A number of elements, heads or layers, from 1.
    long size(String name) {
        return number(name, 1);
    }

    long size(String name, long otherwise) {
        return has(name) ? number(name, 1) : otherwise;
    }

    /// A number that may be 0.
    long count(String name, long otherwise) {
        return has(name) ? number(name, 0) : otherwise;
    }

    private long number(String name, long min) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > SIZE_MAX) {
            throw Fault.invalid(
                    path + name, shown(value), "an integer from " + min + " to " + SIZE_MAX);
        }
        return value.longValue();
    }

    boolean isNegative(String name) {
        return node.path(name).isIntegralNumber() && node.path(name).longValue() < 0;
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw Fault.invalid(path + name, shown(value), "true or false");
        }
        return value.booleanValue();
    }

    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw Fault.invalid(path + name, shown(value), "a text");
        }
        return value.textValue();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(name)) {
            texts.add(item.asText());
        }
        return List.copyOf(texts);
    }

    List<Long> sizes(String name) {
        List<Long> sizes = new ArrayList<>();
        for (JsonNode item : list(name)) {
            if (!item.isIntegralNumber()
                    || !item.canConvertToLong()
                    || item.longValue() < 0
                    || item.longValue() > SIZE_MAX) {
                throw Fault.invalid(path + name, shown(item), "integers from 0 to " + SIZE_MAX);
            }
            sizes.add(item.longValue());
        }
        return List.copyOf(sizes);
    }

    /// How many items a list has.
    long length(String name) {
        return list(name).size();
    }

    /// The same with a number where that is missing.
    Fields or(String name, long otherwise) {
        return has(name)
                ? this
                : new Fields(node.<ObjectNode>deepCopy().put(name, otherwise), path);
    }

    boolean isText(String name) {
        return node.path(name).isTextual();
    }

    boolean isList(String name) {
        return node.path(name).isArray();
    }

    private JsonNode list(String name) {
        JsonNode value = node.path(name);
        if (!value.isArray() || value.size() > LIST_MAX) {
            throw Fault.invalid(path + name, shown(value), "a list of at most " + LIST_MAX);
        }
        return value;
    }

    /// A fault about one of these members.
    Fault invalid(String name, Object value, String expected) {
        return Fault.invalid(path + name, value, expected);
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "missing" : value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
