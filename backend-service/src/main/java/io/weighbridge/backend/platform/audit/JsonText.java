package io.weighbridge.backend.platform.audit;

import java.util.Collection;

/// Writes one JSON object without spaces, its members in the order in which they are added: the
/// same content is always the same text.
public final class JsonText {
    private final StringBuilder text = new StringBuilder("{");

    private JsonText() {}

    /// An empty object.
    public static JsonText object() {
        return new JsonText();
    }

    private StringBuilder name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        return text.append(':');
    }

    /// Adds a text.
    public JsonText add(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /// Adds a whole number.
    public JsonText add(String name, long value) {
        name(name).append(value);
        return this;
    }

    /// Adds yes or no.
    public JsonText add(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /// Adds an object.
    public JsonText add(String name, JsonText value) {
        name(name).append(value);
        return this;
    }

    /// Adds a list of objects.
    public JsonText objects(String name, Collection<JsonText> values) {
        name(name).append('[');
        String comma = "";
        for (JsonText value : values) {
            text.append(comma).append(value);
            comma = ",";
        }
        text.append(']');
        return this;
    }

    /// Adds a list of texts.
    public JsonText texts(String name, Collection<String> values) {
        name(name).append('[');
        String comma = "";
        for (String value : values) {
            text.append(comma);
            quote(value);
            comma = ",";
        }
        text.append(']');
        return this;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                String hex = Integer.toHexString(c);
                text.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /// The whole object.
    @Override
    public String toString() {
        return text + "}";
    }
}
