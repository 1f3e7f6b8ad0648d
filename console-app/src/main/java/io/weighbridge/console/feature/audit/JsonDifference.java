package io.weighbridge.console.feature.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What differs between two JSON texts, field by field.
final class JsonDifference {
    /// How a field differs.
    enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        SAME
    }

    /// One field.
    ///
    /// @param path names from the outside in, with dots between: `settings.plan`, `rates[2].per`
    /// @param before empty when it was not there
    /// @param after empty when it is not there
    record Field(String path, Kind kind, String before, String after) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Field> fields = new ArrayList<>();

    private JsonDifference() {}

    /// All fields of both; an empty text has none. A text that is no JSON is one field.
    static List<Field> of(String before, String after) {
        JsonDifference difference = new JsonDifference();
        difference.compare("", parse(before), parse(after));
        return List.copyOf(difference.fields);
    }

    private static JsonNode parse(String text) {
        if (text.isEmpty()) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.isContainerNode() || after.isContainerNode()) {
            compareInside(path, before, after);
            return;
        }
        if (before.isMissingNode() && after.isMissingNode()) {
            return;
        }
        fields.add(
                new Field(
                        path,
                        before.isMissingNode()
                                ? Kind.ADDED
                                : after.isMissingNode()
                                        ? Kind.REMOVED
                                        : before.equals(after) ? Kind.SAME : Kind.CHANGED,
                        text(before),
                        text(after)));
    }

    private void compareInside(String path, JsonNode before, JsonNode after) {
        if (before.isValueNode() || after.isValueNode()) {
            // Of different shape: the whole text of each.
            fields.add(new Field(path, Kind.CHANGED, text(before), text(after)));
            return;
        }
        if (before.isArray() || after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path + '[' + i + ']', before.path(i), after.path(i));
            }
            return;
        }
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode node : List.of(before, after)) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                names.add(property.getKey());
            }
        }
        for (String name : names) {
            compare(path.isEmpty() ? name : path + '.' + name, before.path(name), after.path(name));
        }
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "" : node.isTextual() ? node.textValue() : node.toString();
    }
}
