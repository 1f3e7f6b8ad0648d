package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.regex.Pattern;

/// Whether the model that answered is the one that is charged for.
public final class AnsweredModel {
    // The same model, of a date or of a version.
    private static final Pattern DATED = Pattern.compile("[-@:](\\d[\\d.-]*|latest)");

    private AnsweredModel() {}

    /// Whether it is another one. Not so where nothing is said; where one name has a date or a
    /// version behind, or a folder or a provider before it; or where only the case differs.
    public static boolean differs(String asked, JsonNode answered) {
        if (!answered.isTextual() || answered.textValue().isEmpty()) {
            return false;
        }
        String one = last(asked);
        String other = last(answered.textValue());
        return !isDated(one, other) && !isDated(other, one);
    }

    private static boolean isDated(String name, String dated) {
        return dated.startsWith(name)
                && (dated.length() == name.length()
                        || DATED.matcher(dated.substring(name.length())).matches());
    }

    private static String last(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.substring(small.lastIndexOf('/') + 1);
    }
}
