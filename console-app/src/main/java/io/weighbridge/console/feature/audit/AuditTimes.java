package io.weighbridge.console.feature.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/// The two ends of a time, as people type them in their zone: `2026-11-25`, `2026-11-25 14:03`. Of
/// a bare date, the whole day is meant: it begins where that day begins, or ends where it ends. In
/// milliseconds; 0 and an empty text stand for no end.
final class AuditTimes {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int DATE_CHARACTERS = 10;

    private AuditTimes() {}

    /// Empty when it is no time.
    static OptionalLong from(String typed, ZoneId zone) {
        return parse(typed, zone, 0);
    }

    /// Until before when; empty when it is no time.
    static OptionalLong to(String typed, ZoneId zone) {
        return parse(typed, zone, 1);
    }

    private static OptionalLong parse(String typed, ZoneId zone, int days) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return OptionalLong.of(0);
        }
        try {
            ZonedDateTime at =
                    text.length() == DATE_CHARACTERS
                            ? LocalDate.parse(text).plusDays(days).atStartOfDay(zone)
                            : LocalDateTime.parse(text, FORM).atZone(zone);
            return OptionalLong.of(at.toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    static String fromText(long atMs, ZoneId zone) {
        return text(atMs, zone, 0);
    }

    static String toText(long atMs, ZoneId zone) {
        return text(atMs, zone, 1);
    }

    private static String text(long atMs, ZoneId zone, int days) {
        if (atMs == 0) {
            return "";
        }
        ZonedDateTime at = Instant.ofEpochMilli(atMs).atZone(zone);
        LocalDate date = at.toLocalDate();
        boolean isDayStart = at.equals(date.atStartOfDay(zone));
        return isDayStart ? date.minusDays(days).toString() : FORM.format(at);
    }
}
