package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.shell.Address;

import java.util.Locale;

/// Which time is looked at: the last so many hours or days that are over, or two instants. The hour
/// that goes on is in none of the usual ones: of it nothing is whole yet.
///
/// @param fromMs of own dates, else 0
/// @param toMs of own dates, else 0
record SpanChoice(Kind kind, long fromMs, long toMs) {
    static final long HOUR_MS = 3_600_000;
    static final long DAY_MS = 24 * HOUR_MS;
    private static final long LATEST_MS = 4_102_444_800_000L;

    enum Kind {
        DAY(1),
        DAYS_7(7),
        DAYS_30(30),
        OWN(0);

        private final int days;

        Kind(int days) {
            this.days = days;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static SpanChoice of(Kind kind) {
        return new SpanChoice(kind, 0, 0);
    }

    /// Two instants, within what a service takes.
    static SpanChoice own(long fromMs, long toMs) {
        long from = Math.clamp(fromMs, 0, LATEST_MS - HOUR_MS);
        return new SpanChoice(Kind.OWN, from, Math.clamp(toMs, from + 1, LATEST_MS));
    }

    /// Of an address: `span=days-7`, or `from` and `to` in milliseconds; seven days for nothing.
    static SpanChoice of(Address address) {
        long from = number(address.filter("from"));
        long to = number(address.filter("to"));
        if (from >= 0 && to > from) {
            return own(from, to);
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.OWN && kind.word().equals(address.filter("span"))) {
                return of(kind);
            }
        }
        return of(Kind.DAYS_7);
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : -1;
    }

    Address in(Address address) {
        return kind == Kind.OWN
                ? address.with("from", Long.toString(fromMs)).with("to", Long.toString(toMs))
                : address.with("span", kind.word());
    }

    /// Where it begins, in whole buckets of UTC.
    ///
    /// @param bucketMs length of an hour or a day
    long beginMs(long nowMs, long bucketMs) {
        return kind == Kind.OWN
                ? floor(fromMs, bucketMs)
                : floor(nowMs, bucketMs) - kind.days * DAY_MS;
    }

    /// Before when it ends, in whole buckets of UTC.
    long endMs(long nowMs, long bucketMs) {
        return kind == Kind.OWN ? floor(toMs + bucketMs - 1, bucketMs) : floor(nowMs, bucketMs);
    }

    private static long floor(long atMs, long bucketMs) {
        return atMs - Math.floorMod(atMs, bucketMs);
    }
}
