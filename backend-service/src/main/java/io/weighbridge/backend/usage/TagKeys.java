package io.weighbridge.backend.usage;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Keys of the tags of calls, and their values in the tags of one call: `key=value` with line feeds
/// between.
public final class TagKeys {
    /// How keys begin that no client may set.
    public static final String RESERVED = "weighbridge.";

    /// The request id of the first call of the run that a call belongs to.
    public static final String RUN = "weighbridge.run";

    /// The request id of the call that a call was made for.
    public static final String PARENT = "weighbridge.parent";

    /// So many keys can be summed.
    public static final int SUMMED_MAX = 4;

    /// Stands for all values that have no sums of their own.
    public static final String OTHER = "(other)";

    private static final int LENGTH_MAX = 40;

    private TagKeys() {}

    /// Whether a text can be a key.
    public static boolean isKey(String text) {
        return !text.isEmpty()
                && text.length() <= LENGTH_MAX
                && text.chars()
                        .allMatch(
                                c ->
                                        (c >= 'a' && c <= 'z')
                                                || (c >= '0' && c <= '9')
                                                || c == '_'
                                                || c == '-'
                                                || c == '.');
    }

    /// The keys of a setting, with a space between them; null when that is wrong.
    public static @Nullable List<String> parse(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<String> keys = Arrays.asList(text.strip().split(" +"));
        boolean isRight =
                keys.size() <= SUMMED_MAX
                        && keys.stream().allMatch(TagKeys::isKey)
                        && Set.copyOf(keys).size() == keys.size();
        return isRight ? List.copyOf(keys) : null;
    }

    /// The value of a key, the first where it is there more than once; null when it is not there.
    public static @Nullable String value(String tags, String key) {
        for (int at = 0; at < tags.length(); ) {
            int end = tags.indexOf('\n', at);
            int until = end < 0 ? tags.length() : end;
            int equals = at + key.length();
            if (equals < until && tags.charAt(equals) == '=' && tags.startsWith(key, at)) {
                return tags.substring(equals + 1, until);
            }
            at = until + 1;
        }
        return null;
    }
}
