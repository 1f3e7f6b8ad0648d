package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.CallScope;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Days of the operator's zone, wherever it is: each call counts in the day in which it was made.
final class ZoneDaysTest {
    private static final int CALLS = 4_000;

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

    /// Answers as the service does: buckets of UTC, ends cut down to their begins, in pages.
    private record Service(List<Long> calls) implements RollupReader.Source {
        @Override
        public QueryRollupsReply query(QueryRollupsRequest request) {
            long length =
                    switch (request.getGranularity()) {
                        case GRANULARITY_MINUTE -> 60_000L;
                        case GRANULARITY_HOUR -> 3_600_000L;
                        default -> 86_400_000L;
                    };
            TreeMap<Long, Integer> sums = new TreeMap<>();
            calls.forEach(at -> sums.merge(Math.floorDiv(at, length) * length, 1, Integer::sum));
            String token = request.getPage().getToken();
            long from = Math.floorDiv(request.getFromAtMs(), length) * length;
            long to = Math.floorDiv(request.getToAtMs(), length) * length;
            QueryRollupsReply.Builder reply = QueryRollupsReply.newBuilder();
            sums.subMap(token.isEmpty() ? from : Long.parseLong(token), to).entrySet().stream()
                    .limit(request.getPage().getSize())
                    .forEach(
                            sum ->
                                    reply.addRollups(
                                            Rollup.newBuilder()
                                                    .setBucketAtMs(sum.getKey())
                                                    .setCalls(sum.getValue())));
            if (reply.getRollupsCount() == request.getPage().getSize()) {
                long last = reply.getRollups(reply.getRollupsCount() - 1).getBucketAtMs();
                reply.setNextPageToken(Long.toString(last + length));
            }
            return reply.build();
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
        RollupReader hasty = new RollupReader(new Service(calls), 50);
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

    @Test
    void shouldAskForWholeBucketsOnly() {
        ZoneId zone = ZoneId.of("Asia/Kathmandu");
        Span year = TimeRange.of(TimeRange.Kind.YEAR).span(1_795_000_000_000L, zone);
        for (Stretch stretch : Stretch.of(Buckets.of(year, Step.DAY, zone))) {
            long length =
                    stretch.granularity() == Granularity.GRANULARITY_MINUTE ? 60_000 : 3_600_000;
            assertEquals(0, stretch.span().fromMs() % length);
            assertEquals(0, stretch.span().toMs() % length);
        }
    }
}
