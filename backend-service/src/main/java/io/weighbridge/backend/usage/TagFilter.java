package io.weighbridge.backend.usage;

/// Which tag is asked for.
///
/// @param key empty for no tag at all
/// @param value empty for all values of the key
public record TagFilter(String key, String value) {
    /// Nothing of tags.
    public static final TagFilter NONE = new TagFilter("", "");

    boolean isNone() {
        return key.isEmpty();
    }
}
