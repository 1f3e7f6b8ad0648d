package io.weighbridge.console.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/// Instants as people type them, in their zone: `2026-11-25`, `2026-11-25 14:03`. Of a bare date
/// the whole day is meant: a range begins where that day begins, or ends where it ends.
public final class TimeInput {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private TimeInput() {}

    /// Where a range begins, in milliseconds; empty when it is no instant. An hour that a clock
    /// change leaves out is the one after it.
    public static OptionalLong begin(String typed, ZoneId zone) {
        return parse(typed, zone, 0);
    }

    /// Before when a range ends, in milliseconds; empty when it is no instant.
    public static OptionalLong end(String typed, ZoneId zone) {
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

    /// With the time of day.
    public static String text(long atMs, ZoneId zone) {
        return FORM.format(Instant.ofEpochMilli(atMs).atZone(zone));
    }

    /// Of the begin of a range: a bare date where that means the same.
    public static String beginText(long atMs, ZoneId zone) {
        return shortest(atMs, zone, 0);
    }

    /// Of the end of a range: a bare date where that means the same.
    public static String endText(long atMs, ZoneId zone) {
        return shortest(atMs, zone, 1);
    }

    private static String shortest(long atMs, ZoneId zone, int daysLater) {
        ZonedDateTime at = Instant.ofEpochMilli(atMs).atZone(zone);
        LocalDate day = at.toLocalDate();
        return at.equals(day.atStartOfDay(zone))
                ? day.minusDays(daysLater).toString()
                : FORM.format(at);
    }
}
