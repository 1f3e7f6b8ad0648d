package io.weighbridge.backend.payments.autotopup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When the day and the month of an instant begin, in UTC.
///
/// @param dayMs milliseconds since 1970, as the next
public record UtcDays(long dayMs, long monthMs) {
    static UtcDays of(long atMs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(atMs), ZoneOffset.UTC);
        return new UtcDays(startMs(day), startMs(day.withDayOfMonth(1)));
    }

    private static long startMs(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
