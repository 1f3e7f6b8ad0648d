package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.CallScope;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.RollupReader;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Days of the operator's zone, wherever it is: each call counts in the day in which it was made.
final class ZoneDaysTest {
    private static final int CALLS = 4_000;
    // Of a page.
    private static final int PAGE = 4;

    // Calls around some days, many of them just before and after a midnight.
    private static List<Long> calls(LocalDate around, ZoneId zone) {
        Random random = new Random(around.toEpochDay());
        List<Long> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            long midnight =
                    around.plusDays(random.nextInt(-8, 9))
                            .atStartOfDay(zone)
                            .toInstant()
                            .toEpochMilli();
            long within = i % 2 == 0 ? 2 * 3_600_000L : 24 * 3_600_000L;
            calls.add(midnight + random.nextLong(-within, within));
        }
        return calls;
    }

    /// Answers as the service does: days of the zone that it is asked for, in pages.
    private record Service(List<Long> calls, List<QueryRollupsRequest> asked)
            implements RollupReader.Source {
        Service(List<Long> calls) {
            this(calls, new ArrayList<>());
        }

        @Override
        public QueryRollupsReply query(QueryRollupsRequest request) {
            asked.add(request);
            assertEquals(Granularity.GRANULARITY_DAY, request.getGranularity());
            String name = request.getZone();
            ZoneId zone = name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
            assertEquals(request.getFromAtMs(), midnight(request.getFromAtMs(), zone));
            TreeMap<Long, Integer> sums = new TreeMap<>();
            calls.forEach(at -> sums.merge(midnight(at, zone), 1, Integer::sum));
            String token = request.getPage().getToken();
            long from = token.isEmpty() ? request.getFromAtMs() : Long.parseLong(token);
            QueryRollupsReply.Builder reply = QueryRollupsReply.newBuilder();
            sums.subMap(from, request.getToAtMs()).entrySet().stream()
                    .limit(PAGE)
                    .forEach(
                            sum ->
                                    reply.addRollups(
                                            Rollup.newBuilder()
                                                    .setBucketAtMs(sum.getKey())
                                                    .setCalls(sum.getValue())));
            if (reply.getRollupsCount() == PAGE) {
                long last = reply.getRollups(PAGE - 1).getBucketAtMs();
                reply.setNextPageToken(Long.toString(last + 1));
            }
            return reply.build();
        }

        private static long midnight(long atMs, ZoneId zone) {
            return Instant.ofEpochMilli(atMs)
                    .atZone(zone)
                    .toLocalDate()
                    .atStartOfDay(zone)
                    .toInstant()
                    .toEpochMilli();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata, 2026-11-25",
        "Asia/Kathmandu, 2026-11-25",
        // Clocks change in these.
        "Pacific/Chatham, 2026-04-05",
        "Pacific/Chatham, 2026-09-27",
        "Australia/Lord_Howe, 2026-04-05",
        "Australia/Lord_Howe, 2026-10-04",
        "Australia/Adelaide, 2026-10-04",
        "America/St_Johns, 2026-11-01",
        "Europe/Berlin, 2026-03-29",
        "Europe/Berlin, 2026-10-25",
        // Begins a day at one o'clock.
        "Africa/Cairo, 2026-04-24",
        "UTC, 2026-11-25"
    })
    void shouldCountEveryCallInItsDay(String zoneName, String date) throws Exception {
        ZoneId zone = ZoneId.of(zoneName);
        LocalDate around = LocalDate.parse(date);
        List<Long> calls = calls(around, zone);
        Span span =
                new Span(
                        around.minusDays(5).atStartOfDay(zone).toInstant().toEpochMilli() + 1,
                        around.plusDays(5).atStartOfDay(zone).toInstant().toEpochMilli() - 1);
        Buckets days = Buckets.of(span, Step.DAY, zone);
        assertEquals(10, days.size());
        Map<LocalDate, Long> expected = new HashMap<>();
        calls.forEach(
                at ->
                        expected.merge(
                                Instant.ofEpochMilli(at).atZone(zone).toLocalDate(),
                                1L,
                                Long::sum));
        Exploration read =
                new RollupReader(new Service(calls), RollupReader.ROWS_MAX)
                        .read(days, Level.NONE, UsageFilter.NONE, new CallScope());
        assertFalse(read.isPartial());
        for (int i = 0; i < days.size(); i++) {
            LocalDate day = Instant.ofEpochMilli(days.begin(i)).atZone(zone).toLocalDate();
            assertTrue(expected.containsKey(day));
            assertEquals(expected.get(day), read.at(i, Measure.CALLS), day::toString);
        }
    }

    @Test
    void shouldReadOnToTheSameSumsWhereItStopped() throws Exception {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        LocalDate around = LocalDate.parse("2026-11-25");
        List<Long> calls = calls(around, zone);
        Span span =
                new Span(
                        around.minusDays(9).atStartOfDay(zone).toInstant().toEpochMilli(),
                        around.plusDays(9).atStartOfDay(zone).toInstant().toEpochMilli());
        Buckets days = Buckets.of(span, Step.DAY, zone);
        CallScope scope = new CallScope();
        Exploration whole =
                new RollupReader(new Service(calls), RollupReader.ROWS_MAX)
                        .read(days, Level.NONE, UsageFilter.NONE, scope);
        RollupReader hasty = new RollupReader(new Service(calls), PAGE);
        Exploration read = hasty.read(days, Level.NONE, UsageFilter.NONE, scope);
        int goes = 1;
        while (read.isPartial()) {
            for (int i = 0; i < read.bucketsRead(); i++) {
                assertEquals(whole.at(i, Measure.CALLS), read.at(i, Measure.CALLS));
            }
            assertTrue(read.bucketsRead() < days.size());
            read = hasty.readOn(read, UsageFilter.NONE, scope);
            goes++;
            assertTrue(goes < CALLS, "it never ends");
        }
        assertTrue(goes > 3, "goes: " + goes);
        assertEquals(CALLS, read.total().get(Measure.CALLS));
        for (int i = 0; i < days.size(); i++) {
            assertEquals(whole.at(i, Measure.CALLS), read.at(i, Measure.CALLS));
        }
    }

    // Sums come in pages, whatever the zone is: it is no question a day.
    @Test
    void shouldAskForAYearAtOnce() throws Exception {
        ZoneId zone = ZoneId.of("Asia/Kathmandu");
        Span year = TimeRange.of(TimeRange.Kind.YEAR).span(1_795_000_000_000L, zone);
        Service service = new Service(List.of(year.toMs() - 1));
        Exploration read =
                new RollupReader(service, RollupReader.ROWS_MAX)
                        .read(
                                Buckets.of(year, Step.DAY, zone),
                                Level.NONE,
                                UsageFilter.NONE,
                                new CallScope());
        assertEquals(1, read.total().get(Measure.CALLS));
        assertEquals(1, service.asked().size());
        assertEquals("Asia/Kathmandu", service.asked().getFirst().getZone());
    }
}
