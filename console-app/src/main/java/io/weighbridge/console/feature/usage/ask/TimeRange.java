package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.shell.Address;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/// The time that is looked at: one of the usual ones, which goes on with the clock, or two
/// instants.
///
/// @param fromMs of one's own range, else 0
/// @param toMs of one's own range, else 0
public record TimeRange(Kind kind, long fromMs, long toMs) {
    private static final long LATEST_MS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    /// The usual ones.
    public enum Kind {
        MINUTES_15(Duration.ofMinutes(15)),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofHours(24)),
        DAYS_7(Duration.ofDays(7)),
        DAYS_30(Duration.ofDays(30)),
        /// From the first of this month, in the operator's zone.
        MONTH(Duration.ZERO),
        YEAR(Duration.ofDays(365)),
        /// Two instants.
        OWN(Duration.ZERO);

        private final Duration length;

        Kind(Duration length) {
            this.length = length;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static TimeRange of(Kind kind) {
        return new TimeRange(kind, 0, 0);
    }

    /// A span, cut to 1970 to 2100: usage is of no other time, and a mistyped year asks for no
    /// more.
    public static TimeRange own(Span span) {
        long from = Math.clamp(span.fromMs(), 0, LATEST_MS - 1);
        return new TimeRange(Kind.OWN, from, Math.clamp(span.toMs(), from + 1, LATEST_MS));
    }

    /// The range of an address: `range=days-7`, or `from` and `to` in milliseconds.
    public static TimeRange of(Address address, Kind otherwise) {
        long from = number(address.filter("from"));
        long to = number(address.filter("to"));
        if (from >= 0 && to > from) {
            return own(new Span(from, to));
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.OWN && kind.word().equals(address.filter("range"))) {
                return of(kind);
            }
        }
        return of(otherwise);
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : -1;
    }

    Address in(Address address) {
        return kind == Kind.OWN
                ? address.with("from", Long.toString(fromMs)).with("to", Long.toString(toMs))
                : address.with("range", kind.word());
    }

    /// What that is now.
    public Span span(long nowMs, ZoneId zone) {
        return switch (kind) {
            case OWN -> new Span(fromMs, toMs);
            case MONTH ->
                    new Span(
                            Instant.ofEpochMilli(nowMs)
                                    .atZone(zone)
                                    .toLocalDate()
                                    .withDayOfMonth(1)
                                    .atStartOfDay(zone)
                                    .toInstant()
                                    .toEpochMilli(),
                            nowMs + 1);
            default -> new Span(nowMs - kind.length.toMillis(), nowMs + 1);
        };
    }
}
