package io.weighbridge.backend.services;

import java.util.Locale;
import java.util.regex.Pattern;

/// Names of models, as those who serve them write them.
public final class ModelName {
    // The same model, of a date or of a version.
    private static final Pattern DATED = Pattern.compile("[-@:](\\d[\\d.-]*|latest)");

    private ModelName() {}

    /// Whether two names mean different models. Not so where nothing is said; where one name has a
    /// date or a version behind, or a folder or a provider before it; or where only the case
    /// differs.
    public static boolean differ(String asked, String answered) {
        if (answered.isEmpty()) {
            return false;
        }
        String one = last(asked);
        String other = last(answered);
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
