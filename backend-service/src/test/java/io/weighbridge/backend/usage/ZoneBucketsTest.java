package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Where days and hours of a zone begin.
final class ZoneBucketsTest {
    private static final long FROM = ms("1970-01-03T00:00:00Z");
    private static final long TO = ms("2040-01-01T00:00:00Z");

    private static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static void assertDay(String zone, String at, String begin, String next) {
        ZoneBuckets days = new ZoneBuckets(Granularity.DAY, ZoneId.of(zone));
        assertEquals(Instant.parse(begin), Instant.ofEpochMilli(days.begin(ms(at))));
        assertEquals(Instant.parse(next), Instant.ofEpochMilli(days.next(ms(begin))));
    }

    @Test
    void aDayIsFromMidnightToMidnightHoweverLongItIs() {
        assertDay(
                "Asia/Kolkata",
                "2026-05-01T18:29:59Z",
                "2026-04-30T18:30:00Z",
                "2026-05-01T18:30:00Z");
        assertDay(
                "Europe/Berlin",
                "2026-03-29T10:00:00Z",
                "2026-03-28T23:00:00Z",
                "2026-03-29T22:00:00Z");
        assertDay(
                "Europe/Berlin",
                "2026-10-25T22:59:59Z",
                "2026-10-24T22:00:00Z",
                "2026-10-25T23:00:00Z");
        // The clock goes back from 0:01 to 23:01 of the day before.
        assertDay(
                "America/St_Johns",
                "2010-11-07T02:45:00Z",
                "2010-11-07T02:30:00Z",
                "2010-11-08T03:30:00Z");
        // No midnight: the clock goes from 0:00 to 1:00. And a date that never was.
        assertDay(
                "Asia/Beirut",
                "2026-03-29T10:00:00Z",
                "2026-03-28T22:00:00Z",
                "2026-03-29T21:00:00Z");
        assertDay(
                "Pacific/Apia",
                "2011-12-30T09:59:59Z",
                "2011-12-29T10:00:00Z",
                "2011-12-30T10:00:00Z");
    }

    @Test
    void anHourIsAWholeOneOfTheZonesClockOrAPartWhereThatChanges() {
        ZoneBuckets india = new ZoneBuckets(Granularity.HOUR, ZoneId.of("Asia/Kolkata"));
        assertEquals(ms("2026-05-01T05:30:00Z"), india.begin(ms("2026-05-01T06:29:59Z")));
        assertEquals(ms("2026-05-01T06:30:00Z"), india.next(ms("2026-05-01T05:30:00Z")));
        // At 2:00 it is 1:30 again.
        ZoneBuckets howe = new ZoneBuckets(Granularity.HOUR, ZoneId.of("Australia/Lord_Howe"));
        assertEquals(ms("2026-04-04T14:00:00Z"), howe.begin(ms("2026-04-04T14:59:59Z")));
        assertEquals(ms("2026-04-04T15:00:00Z"), howe.begin(ms("2026-04-04T15:29:59Z")));
        assertEquals(ms("2026-04-04T15:00:00Z"), howe.next(ms("2026-04-04T14:00:00Z")));
        assertEquals(ms("2026-04-04T15:30:00Z"), howe.next(ms("2026-04-04T15:00:00Z")));
    }

    @Test
    void everyInstantIsInOneBucket() {
        Random random = new Random(5);
        for (String zone : ZoneId.getAvailableZoneIds()) {
            for (Granularity granularity : Granularity.values()) {
                ZoneBuckets buckets = new ZoneBuckets(granularity, ZoneId.of(zone));
                for (int i = 0; i < 50; i++) {
                    assertInOne(buckets, random.nextLong(FROM, TO));
                }
            }
        }
    }

    // Where clocks go back across midnight a date comes twice.
    @Test
    void everyInstantAroundAChangeIsInOneBucket() {
        Random random = new Random(6);
        for (String zone : ZoneId.getAvailableZoneIds()) {
            ZoneId id = ZoneId.of(zone);
            ZoneOffsetTransition change = id.getRules().nextTransition(Instant.ofEpochMilli(FROM));
            while (change != null && change.getInstant().toEpochMilli() < TO) {
                long at = change.getInstant().toEpochMilli();
                for (Granularity granularity : List.of(Granularity.HOUR, Granularity.DAY)) {
                    ZoneBuckets buckets = new ZoneBuckets(granularity, id);
                    assertInOne(buckets, at - 1);
                    assertInOne(buckets, at);
                    for (int i = 0; i < 4; i++) {
                        assertInOne(buckets, at + random.nextLong(-7_200_000L, 7_200_000L));
                    }
                }
                change = id.getRules().nextTransition(change.getInstant());
            }
        }
    }

    private static void assertInOne(ZoneBuckets buckets, long at) {
        long begin = buckets.begin(at);
        long next = buckets.next(begin);
        String what = buckets + " " + Instant.ofEpochMilli(at);
        assertTrue(begin <= at && at < next, what);
        assertEquals(begin, buckets.begin(begin), what);
        assertEquals(begin, buckets.begin(next - 1), what);
        assertEquals(next, buckets.begin(next), what);
    }

    @Test
    void aBucketIsMadeOfPiecesWithoutGapsOfTheCoarsestThatFit() {
        long india = ms("2026-04-30T18:30:00Z");
        assertEquals(
                Stream.of(
                                piece(
                                        india,
                                        Granularity.MINUTE,
                                        "2026-04-30T18:30:00Z",
                                        "2026-04-30T19:00:00Z"),
                                piece(
                                        india,
                                        Granularity.HOUR,
                                        "2026-04-30T19:00:00Z",
                                        "2026-05-01T18:00:00Z"),
                                piece(
                                        india,
                                        Granularity.MINUTE,
                                        "2026-05-01T18:00:00Z",
                                        "2026-05-01T18:30:00Z"))
                        .toList(),
                ZonePiece.of(india, india + 86_400_000L, true));
        assertEquals(
                Stream.of(
                                piece(
                                        india,
                                        Granularity.HOUR,
                                        "2026-04-30T19:00:00Z",
                                        "2026-05-01T19:00:00Z"))
                        .toList(),
                ZonePiece.of(india, india + 86_400_000L, false));
        long winter = ms("2026-01-05T00:00:00Z");
        assertEquals(
                Stream.of(
                                piece(
                                        winter,
                                        Granularity.DAY,
                                        "2026-01-05T00:00:00Z",
                                        "2026-01-06T00:00:00Z"))
                        .toList(),
                ZonePiece.of(winter, winter + 86_400_000L, true));
        long half = ms("2026-04-04T15:00:00Z");
        assertEquals(
                Stream.of(
                                piece(
                                        half,
                                        Granularity.MINUTE,
                                        "2026-04-04T15:00:00Z",
                                        "2026-04-04T15:30:00Z"))
                        .toList(),
                ZonePiece.of(half, half + 1_800_000L, true));
    }

    private static ZonePiece piece(long bucketMs, Granularity granularity, String from, String to) {
        return new ZonePiece(bucketMs, granularity, ms(from), ms(to));
    }
}
