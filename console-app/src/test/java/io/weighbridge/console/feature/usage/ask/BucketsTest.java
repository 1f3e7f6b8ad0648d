package io.weighbridge.console.feature.usage.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Ranges and buckets, in zones whose clocks change.
final class BucketsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

    private static long at(String local, ZoneId zone) {
        return LocalDateTime.parse(local).atZone(zone).toInstant().toEpochMilli();
    }

    private static Span span(String from, String to, ZoneId zone) {
        return new Span(at(from, zone), at(to, zone));
    }

    @Test
    void shouldMakeShortAndLongDaysWhereClocksChange() {
        Buckets spring =
                Buckets.of(span("2026-03-28T00:00", "2026-03-31T00:00", BERLIN), Step.DAY, BERLIN);
        assertEquals(3, spring.size());
        assertEquals(Duration.ofHours(23).toMillis(), spring.end(1) - spring.begin(1));
        Buckets autumn =
                Buckets.of(span("2026-10-24T00:00", "2026-10-27T00:00", BERLIN), Step.DAY, BERLIN);
        assertEquals(Duration.ofHours(25).toMillis(), autumn.end(1) - autumn.begin(1));
    }

    @Test
    void shouldCountEveryHourOfALongDayOnce() {
        Buckets hours =
                Buckets.of(span("2026-10-25T00:00", "2026-10-26T00:00", BERLIN), Step.HOUR, BERLIN);
        assertEquals(25, hours.size());
        for (int i = 0; i < hours.size(); i++) {
            assertEquals(i, hours.indexOf(hours.begin(i)));
            assertEquals(i, hours.indexOf(hours.end(i) - 1));
        }
        assertEquals(-1, hours.indexOf(hours.span().toMs()));
        assertEquals(-1, hours.indexOf(hours.span().fromMs() - 1));
    }

    @Test
    void shouldCoverARangeWhole() {
        Span span = span("2026-11-25T10:17", "2026-11-25T12:01", BERLIN);
        Buckets hours = Buckets.of(span, Step.HOUR, BERLIN);
        assertEquals(3, hours.size());
        assertEquals(at("2026-11-25T10:00", BERLIN), hours.span().fromMs());
        assertEquals(at("2026-11-25T13:00", BERLIN), hours.span().toMs());
    }

    @Test
    void shouldBeginDaysAtTheOperatorsMidnight() {
        Buckets days =
                Buckets.of(
                        span("2026-11-25T01:00", "2026-11-25T23:00", KOLKATA), Step.DAY, KOLKATA);
        assertEquals(1, days.size());
        assertEquals(at("2026-11-25T00:00", KOLKATA), days.begin(0));
    }

    @Test
    void shouldAskForTheDaysOfTheZoneAndForHoursOfUtc() {
        assertEquals("Asia/Kolkata", Step.DAY.zone(KOLKATA));
        assertEquals("", Step.DAY.zone(ZoneOffset.UTC));
        assertEquals("", Step.DAY.zone(ZoneId.of("UTC")));
        assertEquals("", Step.HOUR.zone(KOLKATA));
        assertEquals("", Step.MINUTE.zone(KOLKATA));
    }

    @Test
    void shouldBeginThisMonthAtItsFirstMidnight() {
        long now = at("2026-03-30T12:00", BERLIN);
        Span month = TimeRange.of(TimeRange.Kind.MONTH).span(now, BERLIN);
        assertEquals(at("2026-03-01T00:00", BERLIN), month.fromMs());
        // 30 days, less the hour that was left out.
        assertEquals(30, Buckets.of(month, Step.DAY, BERLIN).size());
    }

    @Test
    void shouldChooseAStepThatReadsWell() {
        long now = at("2026-11-25T12:00", BERLIN);
        for (TimeRange.Kind kind : TimeRange.Kind.values()) {
            if (kind != TimeRange.Kind.OWN) {
                Span span = TimeRange.of(kind).span(now, BERLIN);
                int size = Buckets.of(span, Step.automatic(span), BERLIN).size();
                assertTrue(size <= 500, kind + ": " + size);
                assertTrue(size >= 15, kind + ": " + size);
            }
        }
    }

    @Test
    void shouldKeepAllInTheAddress() {
        Address address =
                Address.of(Route.USAGE)
                        .with("tab", "heatmap")
                        .with("shape", "week")
                        .with("group", "key")
                        .with("measure", "tokens")
                        .with("step", "day")
                        .with("from", "1000")
                        .with("to", "2000")
                        .with("account", "acc_1")
                        .with("subject", "a b");
        assertEquals(address, UsageQuery.of(address).address());
        assertEquals(
                address, Address.parse(UsageQuery.of(address).address().toString()).orElseThrow());
    }
}
