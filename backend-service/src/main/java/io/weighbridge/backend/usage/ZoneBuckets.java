package io.weighbridge.backend.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/// The buckets of a zone's own clock: its days begin at its midnights, its hours at its whole
/// hours. Where clocks change, a day has 23 or 25 hours; of an hour in whose midst they change each
/// part is a bucket. A day has begun at its first midnight, also where clocks go back across it.
/// Minutes are those of UTC.
public record ZoneBuckets(Granularity granularity, ZoneId zone) {
    private static final long HOUR_MS = Granularity.HOUR.lengthMs();
    private static final long HOUR_SECONDS = HOUR_MS / 1_000;

    /// Whether they are those of UTC, in which sums are kept.
    public boolean isUtc() {
        return granularity == Granularity.MINUTE || zone.normalized().equals(ZoneOffset.UTC);
    }

    /// Begin of the bucket of an instant.
    public long begin(long atMs) {
        if (isUtc()) {
            return granularity.bucketMs(atMs);
        }
        return granularity == Granularity.DAY ? day(atMs) : hour(atMs);
    }

    /// Begin of the bucket after the one that begins at an instant.
    public long next(long beginMs) {
        if (isUtc()) {
            return beginMs + granularity.lengthMs();
        }
        if (granularity == Granularity.DAY) {
            return midnight(dateOf(beginMs).plusDays(1));
        }
        long whole = wholeHour(beginMs) + HOUR_MS;
        ZoneOffsetTransition change = rules().nextTransition(Instant.ofEpochMilli(beginMs));
        return change == null ? whole : Math.min(whole, change.getInstant().toEpochMilli());
    }

    /// Whether each that begins between two of their begins does so with an hour of UTC.
    boolean areOfHours(long fromMs, long toMs) {
        Instant edge = Instant.ofEpochMilli(fromMs);
        while (isOfHours(edge)) {
            ZoneOffsetTransition change = rules().nextTransition(edge);
            if (change == null || change.getInstant().toEpochMilli() >= toMs) {
                return true;
            }
            edge = change.getInstant();
        }
        return false;
    }

    private boolean isOfHours(Instant edge) {
        return edge.getEpochSecond() % HOUR_SECONDS == 0
                && rules().getOffset(edge).getTotalSeconds() % HOUR_SECONDS == 0;
    }

    // Where the clock goes back across a midnight, the date before comes again for a while.
    private long day(long atMs) {
        LocalDate date = dateOf(atMs);
        long after = midnight(date.plusDays(1));
        return after <= atMs ? after : midnight(date);
    }

    private LocalDate dateOf(long atMs) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(atMs), zone);
    }

    private long midnight(LocalDate date) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private long hour(long atMs) {
        ZoneOffsetTransition change = rules().previousTransition(Instant.ofEpochMilli(atMs + 1));
        long whole = wholeHour(atMs);
        return change == null ? whole : Math.max(whole, change.getInstant().toEpochMilli());
    }

    private long wholeHour(long atMs) {
        long offsetMs = rules().getOffset(Instant.ofEpochMilli(atMs)).getTotalSeconds() * 1_000L;
        return Granularity.HOUR.bucketMs(atMs + offsetMs) - offsetMs;
    }

    private ZoneRules rules() {
        return zone.getRules();
    }
}
