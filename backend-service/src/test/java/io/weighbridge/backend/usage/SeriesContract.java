package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Series are the sums of [RollupStore#query], whatever was read before.
abstract class SeriesContract {
    private static final long HOUR_MS = 3_600_000L;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final List<Long> SERVICES = List.of(11L, 12L, 13L);

    private final Random random = new Random(3);
    private final List<UsageRecord> unrated = new ArrayList<>();
    private final List<UsageRecord> charged = new ArrayList<>();
    private long sequence;

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private LedgerStore ledger() {
        return new SqlLedgerStore(database);
    }

    private Fact call(long atMs) {
        boolean isUnrated = random.nextInt(4) == 0;
        UsageRecord record =
                Facts.ofService(
                        Facts.record(
                                sequence,
                                atMs,
                                Facts.request(atMs, sequence),
                                1 + random.nextInt(9),
                                isUnrated ? "no price" : ""),
                        // Of the last service there is nothing.
                        SERVICES.get(random.nextInt(2)));
        (isUnrated ? unrated : charged).add(record);
        return isUnrated
                ? new Fact.UsageQuarantined(record, 0, 0)
                : new Fact.UsageSettled(record, List.of(), 0);
    }

    private Fact fact(long atMs) {
        sequence++;
        int kind = random.nextInt(6);
        if (kind == 0 && !unrated.isEmpty()) {
            return Facts.rated(sequence, atMs, unrated.removeFirst());
        }
        return kind == 1 && !charged.isEmpty()
                ? Facts.refunded(sequence, atMs, charged.removeFirst(), 1)
                : call(atMs);
    }

    private void fold(long fromMs, long toMs, int count) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            facts.add(fact(fromMs + random.nextLong(toMs - fromMs)));
        }
        ledger().fold(facts, sequence);
    }

    private static SeriesQuery asked(
            Granularity granularity, long fromMs, long toMs, List<Long> services) {
        return new SeriesQuery(granularity, fromMs, toMs, List.of(SeriesSum.values()), services);
    }

    private Map<List<Long>, List<Long>> sums(SeriesQuery query) {
        RollupQuery all =
                new RollupQuery(
                        query.granularity(),
                        query.fromMs(),
                        query.toMs(),
                        Set.of(GroupBy.SERVICE),
                        0,
                        0,
                        0,
                        "",
                        TagFilter.NONE);
        Map<List<Long>, List<Long>> sums = new TreeMap<>((a, b) -> a.toString().compareTo("" + b));
        String token = "";
        do {
            Page<Rollup> page = new SqlRollupStore(database).query(all, PageKey.of(0, token, ""));
            for (Rollup one : page.items()) {
                if (query.serviceIds().contains(one.group().serviceId())) {
                    sums.put(
                            List.of(one.group().serviceId(), one.group().bucketMs()), numbers(one));
                }
            }
            token = page.nextToken();
        } while (!token.isEmpty());
        return sums;
    }

    private static List<Long> numbers(Rollup of) {
        return List.of(
                of.calls(),
                of.failedCalls(),
                of.unratedCalls(),
                of.units().get(Unit.INPUT_TOKENS) + of.units().get(Unit.OUTPUT_TOKENS),
                of.priceNanos(),
                of.chargeNanos(),
                of.refundedNanos(),
                of.costs().costedCalls(),
                of.costs().costNanos(),
                of.costs().costedChargeNanos());
    }

    private void assertAsSummed(SqlSeries series, SeriesQuery query) {
        Map<List<Long>, List<Long>> expected = sums(query);
        List<Long> none = Collections.nCopies(SeriesSum.values().length, 0L);
        int found = 0;
        for (Series each : series.read(query)) {
            for (int bucket = 0; bucket < query.buckets(); bucket++) {
                List<Long> numbers = new ArrayList<>();
                for (int sum = 0; sum < SeriesSum.values().length; sum++) {
                    numbers.add(each.values[sum * query.buckets() + bucket]);
                }
                long atMs = query.fromMs() + bucket * query.granularity().lengthMs();
                List<Long> wanted = expected.get(List.of(each.serviceId, atMs));
                assertEquals(wanted == null ? none : wanted, numbers);
                found += wanted == null ? 0 : 1;
            }
        }
        assertEquals(expected.size(), found);
    }

    // Whole days and parts of them, of all services and of one.
    private void assertAllAsSummed(SqlSeries series) {
        assertAsSummed(series, asked(Granularity.DAY, DAY_MS, 9 * DAY_MS, SERVICES));
        assertAsSummed(series, asked(Granularity.HOUR, DAY_MS, 9 * DAY_MS, SERVICES));
        assertAsSummed(
                series, asked(Granularity.HOUR, 2 * DAY_MS + 5 * HOUR_MS, 4 * DAY_MS, SERVICES));
        assertAsSummed(
                series,
                asked(
                        Granularity.HOUR,
                        2 * DAY_MS + 5 * HOUR_MS,
                        2 * DAY_MS + 7 * HOUR_MS,
                        List.of(12L)));
        assertAsSummed(series, asked(Granularity.HOUR, DAY_MS, 9 * DAY_MS, List.of(11L)));
    }

    @Test
    void shouldBeTheSumsWhateverWasReadBefore() {
        SqlSeries all = new SqlSeries(database, new SeriesDays());
        // So few that a day is forgotten before the next is read.
        SqlSeries few = new SqlSeries(database, new SeriesDays(100));
        assertEquals(List.of(), all.read(asked(Granularity.HOUR, DAY_MS, 9 * DAY_MS, SERVICES)));
        for (int round = 0; round < 4; round++) {
            // Some days more, and facts of days that were read; one day is left alone.
            fold((2 + round) * DAY_MS, (4 + round) * DAY_MS, 60);
            assertAllAsSummed(all);
            assertAllAsSummed(few);
        }
    }

    @Test
    void shouldReadADayOnceWhileItIsTheSame() {
        fold(2 * DAY_MS, 5 * DAY_MS, 80);
        SeriesDays kept = new SeriesDays();
        SqlSeries series = new SqlSeries(database, kept);
        SeriesQuery query = asked(Granularity.HOUR, 2 * DAY_MS, 5 * DAY_MS, SERVICES);
        var _ = series.read(query);
        SeriesDay first = kept.get(3 * DAY_MS, SeriesSum.CHARGE);
        SeriesDay last = kept.get(4 * DAY_MS, SeriesSum.CHARGE);
        assertTrue(first != null && last != null);
        fold(4 * DAY_MS, 5 * DAY_MS, 20);
        var _ = series.read(query);
        assertEquals(first, kept.get(3 * DAY_MS, SeriesSum.CHARGE));
        assertTrue(last != kept.get(4 * DAY_MS, SeriesSum.CHARGE));
    }

    // A call that cost much.
    private void foldDear(long atMs, long nanos) {
        sequence++;
        UsageRecord dear =
                CostRollupContract.with(
                        Facts.record(sequence, atMs, Facts.request(atMs, sequence), 4, ""),
                        CallCost.NONE,
                        nanos);
        ledger().fold(List.of(new Fact.UsageSettled(dear, List.of(), 0)), sequence);
    }

    @Test
    void shouldNotTakeADayWhoseSumStoppedForOneThatIsTheSame() {
        long half = RollupSums.COST_MAX / 2;
        SqlSeries series = new SqlSeries(database, new SeriesDays());
        SeriesQuery query =
                new SeriesQuery(
                        Granularity.HOUR,
                        DAY_MS,
                        DAY_MS + 3 * HOUR_MS,
                        List.of(SeriesSum.COST),
                        SERVICES);
        foldDear(DAY_MS, half);
        foldDear(DAY_MS + HOUR_MS, half);
        assertArrayEquals(new long[] {half, half, 0}, series.read(query).getFirst().values);
        foldDear(DAY_MS + 2 * HOUR_MS, half);
        assertArrayEquals(new long[] {half, half, half}, series.read(query).getFirst().values);
    }
}
