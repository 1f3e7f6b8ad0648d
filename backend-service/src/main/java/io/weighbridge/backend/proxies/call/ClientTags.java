package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.usage.TagKeys;

import java.util.List;

/// The tags that a client gives its call, in the header `x-weighbridge-tags: KEY=VALUE,KEY=VALUE`.
public final class ClientTags {
    private static final String HEADER = "x-weighbridge-tags";
    private static final int TAGS_MAX = 16;
    private static final int VALUE_LENGTH_MAX = 100;

    private ClientTags() {}

    /// Reads them.
    ///
    /// @return `KEY=VALUE` with line feeds between, empty for none
    /// @throws Fault INVALID_FIELD
    public static String of(List<HeaderLine> headers) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (HeaderLine header : headers) {
            if (!header.name().equalsIgnoreCase(HEADER)) {
                continue;
            }
            for (String tag : header.value().split(",", -1)) {
                int equals = tag.indexOf('=');
                String key = tag.substring(0, Math.max(0, equals)).strip();
                if (!TagKeys.isKey(key) || key.startsWith(TagKeys.RESERVED)) {
                    throw Fault.invalid(
                            HEADER,
                            Check.shown(tag),
                            "KEY=VALUE, a key of a-z, 0-9, '_', '-', '.' that is not ours");
                }
                count++;
                String value = tag.substring(equals + 1).strip();
                text.append(text.isEmpty() ? "" : "\n")
                        .append(key)
                        .append('=')
                        .append(Check.text(HEADER, value, 0, VALUE_LENGTH_MAX));
            }
        }
        var _ = Check.range(HEADER, count, 0, TAGS_MAX);
        return text.toString();
    }
}
