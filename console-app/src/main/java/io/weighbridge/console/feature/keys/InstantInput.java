package io.weighbridge.console.feature.keys;

import io.weighbridge.console.text.TimeInput;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// Instants and durations as people type them: `2027-03-01`, `2027-03-01 14:00`, `30d`, `36h`.
final class InstantInput {
    private static final Map<Character, Long> UNITS =
            Map.of('m', 60_000L, 'h', 3_600_000L, 'd', 86_400_000L, 'w', 7 * 86_400_000L);

    private InstantInput() {}

    /// Milliseconds of `36h`, `7d`, `2w`; empty when it is none.
    static OptionalLong duration(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT).replace(" ", "");
        if (!text.matches("\\d{1,6}[mhdw]")) {
            return OptionalLong.empty();
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return OptionalLong.of(count * UNITS.getOrDefault(text.charAt(text.length() - 1), 0L));
    }

    /// The instant of a date, a date with a time, or so long from now; 0 for nothing, which means
    /// never; empty when it is none of these. A date alone is its first moment.
    static OptionalLong instant(String typed, long nowMs, ZoneId zone) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return OptionalLong.of(0);
        }
        OptionalLong duration = duration(text);
        if (duration.isPresent()) {
            return OptionalLong.of(nowMs + duration.getAsLong());
        }
        OptionalLong at = TimeInput.begin(text.replace('T', ' '), zone);
        return at.isPresent() && at.getAsLong() > 0 ? at : OptionalLong.empty();
    }

    /// As it would be typed; empty for 0.
    static String shown(long atMs, ZoneId zone) {
        return atMs == 0 ? "" : TimeInput.text(atMs, zone);
    }
}
