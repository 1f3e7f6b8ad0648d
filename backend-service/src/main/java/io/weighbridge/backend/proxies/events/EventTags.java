package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.TagKeys;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tags of an event's record: its own, in the order of their keys so that the same event always
/// has the same, and then where it comes from, so that the record can be explained.
final class EventTags {
    /// Keys that are ours.
    static final String SOURCE = "event_source";

    static final String ID = "event_id";

    private static final int TAGS_MAX = 14;
    private static final int VALUE_LENGTH_MAX = 100;

    private EventTags() {}

    /// `KEY=VALUE` with line feeds between.
    ///
    /// @throws Fault INVALID_FIELD
    static String of(Map<String, String> own, String source, String id) {
        Check.range("tags", own.size(), 0, TAGS_MAX);
        SortedMap<String, String> sorted = new TreeMap<>(own);
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> tag : sorted.entrySet()) {
            String key = tag.getKey();
            if (!TagKeys.isKey(key) || key.equals(SOURCE) || key.equals(ID)) {
                throw Fault.invalid(
                        "tags",
                        Check.shown(key),
                        "keys of 1 to 40 of a-z, 0-9, '_', '-', '.', but for "
                                + SOURCE
                                + " and "
                                + ID);
            }
            add(text, key, Check.text("tags." + key, tag.getValue(), 0, VALUE_LENGTH_MAX));
        }
        add(text, SOURCE, source);
        add(text, ID, id);
        return text.toString();
    }

    private static void add(StringBuilder text, String key, String value) {
        text.append(text.isEmpty() ? "" : "\n").append(key).append('=').append(value);
    }
}
