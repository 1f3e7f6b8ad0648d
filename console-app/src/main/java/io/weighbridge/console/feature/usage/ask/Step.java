package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.proto.v1.Granularity;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// How long the buckets are that usage is summed in.
public enum Step {
    MINUTE,
    HOUR,
    /// A day of the operator's zone: 23 or 25 hours when the clocks change.
    DAY;

    private static final long MINUTES_FOR_AUTOMATIC = 3 * 60;
    private static final long HOURS_FOR_AUTOMATIC = 14 * 24;
    private static final long MINUTES_MAX = 2 * 24 * 60;
    private static final long HOURS_MAX = 400 * 24;

    /// The finest that still reads well.
    static Step automatic(Span span) {
        long minutes = span.lengthMs() / 60_000;
        if (minutes <= MINUTES_FOR_AUTOMATIC) {
            return MINUTE;
        }
        return minutes <= HOURS_FOR_AUTOMATIC * 60 ? HOUR : DAY;
    }

    /// Whether a span has not too many of them.
    public boolean fits(Span span) {
        long minutes = span.lengthMs() / 60_000;
        return switch (this) {
            case MINUTE -> minutes <= MINUTES_MAX;
            case HOUR -> minutes <= HOURS_MAX * 60;
            case DAY -> true;
        };
    }

    /// The begin of the bucket that an instant is in. Hours are those of UTC, which are kept for
    /// everything, so that in a zone of half hours they begin at half past.
    public long floor(long atMs, ZoneId zone) {
        return switch (this) {
            case MINUTE -> atMs - Math.floorMod(atMs, 60_000L);
            case HOUR -> atMs - Math.floorMod(atMs, 3_600_000L);
            case DAY ->
                    Instant.ofEpochMilli(atMs)
                            .atZone(zone)
                            .toLocalDate()
                            .atStartOfDay(zone)
                            .toInstant()
                            .toEpochMilli();
        };
    }

    /// The begin of the bucket after the one that begins at an instant.
    long next(long beginMs, ZoneId zone) {
        return switch (this) {
            case MINUTE -> beginMs + Duration.ofMinutes(1).toMillis();
            case HOUR -> beginMs + Duration.ofHours(1).toMillis();
            case DAY ->
                    Instant.ofEpochMilli(beginMs)
                            .atZone(zone)
                            .toLocalDate()
                            .plus(1, ChronoUnit.DAYS)
                            .atStartOfDay(zone)
                            .toInstant()
                            .toEpochMilli();
        };
    }

    /// The same in the service's words.
    public Granularity granularity() {
        return switch (this) {
            case MINUTE -> Granularity.GRANULARITY_MINUTE;
            case HOUR -> Granularity.GRANULARITY_HOUR;
            case DAY -> Granularity.GRANULARITY_DAY;
        };
    }

    /// The zone that the service is to sum by: days begin at the zone's midnights, hours and
    /// minutes are those of UTC.
    public String zone(ZoneId zone) {
        return this == DAY && !zone.normalized().equals(ZoneOffset.UTC) ? zone.getId() : "";
    }
}
