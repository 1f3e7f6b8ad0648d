package io.weighbridge.backend.keys;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// How often a key's credit limit starts anew. The number is stored.
public enum CreditPeriod {
    /// A day of UTC.
    DAY(1),
    /// A calendar month of UTC.
    MONTH(2),
    EVER(3);

    private final int number;

    CreditPeriod(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static CreditPeriod byNumber(int number) {
        return switch (number) {
            case 1 -> DAY;
            case 2 -> MONTH;
            case 3 -> EVER;
            default ->
                    throw new IllegalArgumentException(
                            "credit period: " + number + " (expected: 1 to 3)");
        };
    }

    /// When the period of an instant began, in milliseconds since 1970.
    public long startMs(long atMs) {
        return this == EVER ? 0 : toMs(startDay(atMs));
    }

    /// When the next period begins.
    public long endMs(long atMs) {
        return switch (this) {
            case DAY -> toMs(startDay(atMs).plusDays(1));
            case MONTH -> toMs(startDay(atMs).plusMonths(1));
            case EVER -> Long.MAX_VALUE;
        };
    }

    private LocalDate startDay(long atMs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(atMs), ZoneOffset.UTC);
        return this == MONTH ? day.withDayOfMonth(1) : day;
    }

    private static long toMs(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
