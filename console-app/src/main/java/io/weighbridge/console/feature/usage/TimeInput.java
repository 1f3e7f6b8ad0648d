package io.weighbridge.console.feature.usage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/// Instants as people type them, in their zone: `2026-11-25`, `2026-11-25 14:03`.
final class TimeInput {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private TimeInput() {}

    /// Empty when it is none. An hour that a clock change leaves out is the one after it.
    static OptionalLong parse(String typed, ZoneId zone) {
        return parse(typed, zone, 0);
    }

    /// The same for the end of a range: a day without an hour is meant to its end.
    static OptionalLong parseEnd(String typed, ZoneId zone) {
        return parse(typed, zone, 1);
    }

    private static OptionalLong parse(String typed, ZoneId zone, int daysLater) {
        String text = typed.strip();
        try {
            ZonedDateTime at =
                    text.matches("\\d{4}-\\d{2}-\\d{2}")
                            ? LocalDate.parse(text).plusDays(daysLater).atStartOfDay(zone)
                            : LocalDateTime.parse(text, FORM).atZone(zone);
            return OptionalLong.of(at.toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    static String text(long atMs, ZoneId zone) {
        return FORM.format(Instant.ofEpochMilli(atMs).atZone(zone));
    }
}
