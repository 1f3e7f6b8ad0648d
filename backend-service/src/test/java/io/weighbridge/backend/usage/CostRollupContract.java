package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What sums of costs come to in every store, with a [LedgerStore] on the same data.
abstract class CostRollupContract {
    private static final long DAY_MS = 86_400_000L;
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final Rollup.Costs NOTHING = new Rollup.Costs(0, 0, 0, 0, 0, 0);
    // More than all calls together cost, and so much that two are more than a number holds.
    private static final long ABSURD = Long.MAX_VALUE;
    private static final long LIMIT = 4_000_000_000_000_000_000L;

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private LedgerStore ledger() {
        return new SqlLedgerStore(database);
    }

    private final Random random = new Random(29);
    private final Map<Long, Rollup.Costs> expected = new TreeMap<>();

    private List<Rollup> days(ZoneId zone, Set<GroupBy> groups, long accountId) {
        ZoneBuckets days = new ZoneBuckets(Granularity.DAY, zone);
        RollupQuery query =
                new RollupQuery(
                        Granularity.DAY,
                        days.begin(0),
                        days.begin(20 * DAY_MS),
                        groups,
                        accountId,
                        0,
                        0,
                        "",
                        TagFilter.NONE,
                        zone);
        Page<Rollup> page = new SqlRollupStore(database).query(query, PageKey.of(1_000, "", ""));
        assertEquals("", page.nextToken());
        return page.items();
    }

    private void expect(long atMs, Rollup.Costs more) {
        expected.merge(new ZoneBuckets(Granularity.DAY, INDIA).begin(atMs), more, this::plus);
    }

    private Rollup.Costs plus(Rollup.Costs one, Rollup.Costs other) {
        return new Rollup.Costs(
                one.costedCalls() + other.costedCalls(),
                one.costNanos() + other.costNanos(),
                one.costedChargeNanos() + other.costedChargeNanos(),
                one.comparedCalls() + other.comparedCalls(),
                one.predictedNanos() + other.predictedNanos(),
                one.measuredNanos() + other.measuredNanos());
    }

    private long known() {
        return random.nextInt(3) == 0 ? -1 : random.nextInt(1_000);
    }

    private CallCost cost() {
        int basis = random.nextInt(4);
        return new CallCost(basis == 0 ? null : Basis.byNumber(basis), known(), known());
    }

    static UsageRecord with(UsageRecord record, CallCost cost, long upstreamCostNanos) {
        Settlement told = record.settlement();
        return new UsageRecord(
                record.sequence(),
                record.call(),
                new Settlement(
                        told.outcome(),
                        told.units(),
                        told.queueMs(),
                        told.computeMs(),
                        upstreamCostNanos),
                record.charge(),
                cost,
                record.heldNanos(),
                record.overrunNanos(),
                record.settledAtMs(),
                record.unratedReason());
    }

    // The rule again, in other words.
    private static long counted(UsageRecord record) {
        CallCost cost = record.cost();
        long own = cost.basis() == Basis.MEASURED ? cost.measuredNanos() : cost.predictedNanos();
        return own >= 0 ? own : record.settlement().upstreamCostNanos();
    }

    private Fact call(long sequence, long atMs, List<UsageRecord> unrated) {
        RequestId id = Facts.request(atMs, sequence);
        boolean isUnrated = random.nextInt(4) == 0;
        UsageRecord record =
                with(
                        Facts.record(sequence, atMs, id, 4, isUnrated ? "no price" : ""),
                        cost(),
                        known());
        boolean isCosted = counted(record) >= 0;
        CallCost cost = record.cost();
        boolean isCompared = cost.predictedNanos() >= 0 && cost.measuredNanos() >= 0;
        expect(
                atMs,
                new Rollup.Costs(
                        isCosted ? 1 : 0,
                        isCosted ? counted(record) : 0,
                        isCosted ? record.charge().chargeNanos() : 0,
                        isCompared ? 1 : 0,
                        isCompared ? cost.predictedNanos() : 0,
                        isCompared ? cost.measuredNanos() : 0));
        if (!isUnrated) {
            return new Fact.UsageSettled(record, List.of(), 0);
        }
        unrated.add(record);
        return new Fact.UsageQuarantined(record, 0, 0);
    }

    private Fact rating(long sequence, long atMs, UsageRecord of) {
        Fact.UsageRated rated = Facts.rated(sequence, atMs, of);
        if (counted(of) >= 0) {
            expect(atMs, new Rollup.Costs(0, 0, rated.charge().chargeNanos(), 0, 0, 0));
        }
        return rated;
    }

    private void foldRandomly(int facts) {
        List<UsageRecord> unrated = new ArrayList<>();
        List<Fact> batch = new ArrayList<>();
        long atMs = DAY_MS;
        for (int sequence = 1; sequence <= facts; sequence++) {
            atMs += random.nextLong(20 * DAY_MS / facts);
            batch.add(
                    unrated.isEmpty() || random.nextInt(8) > 0
                            ? call(sequence, atMs, unrated)
                            : rating(
                                    sequence,
                                    atMs,
                                    unrated.remove(random.nextInt(unrated.size()))));
            if (random.nextInt(20) == 0 || sequence == facts) {
                ledger().fold(batch, sequence);
                batch.clear();
            }
        }
    }

    private void assertAsExpected() {
        Map<Long, Rollup.Costs> found = new TreeMap<>();
        days(INDIA, Set.of(), 0).forEach(day -> found.put(day.group().bucketMs(), day.costs()));
        assertEquals(expected, found);
        Rollup.Costs all = expected.values().stream().reduce(NOTHING, this::plus);
        Set<GroupBy> groups = Set.of(GroupBy.ACCOUNT, GroupBy.KEY, GroupBy.SERVICE);
        for (ZoneId zone : List.of(ZoneOffset.UTC, INDIA)) {
            Rollup.Costs sum =
                    days(zone, groups, Facts.ACCOUNT).stream()
                            .map(Rollup::costs)
                            .reduce(NOTHING, this::plus);
            assertEquals(all, sum);
        }
        assertTrue(all.costedCalls() > 0 && all.comparedCalls() > 0);
    }

    /// Of calls whose cost is known alone, whatever they were charged later; and the same when made
    /// anew.
    @Test
    void shouldSumCostsAndWhatThoseCallsWereCharged() {
        foldRandomly(400);
        assertAsExpected();
        RollupStore.Rebuilt rebuilt = new SqlRollupStore(database).rebuild();
        assertEquals(0, rebuilt.removed() + rebuilt.added());
        assertAsExpected();
    }

    /// A store from before costs were summed: what a call of then is charged later has no cost
    /// beside it, until the sums are made anew.
    @Test
    void shouldNotCountALaterChargeWhoseCostWasNotCounted() {
        UsageRecord old = Facts.record(1, DAY_MS, Facts.request(DAY_MS, 1), 4, "no price");
        assertTrue(old.costNanos() > 0);
        ledger().fold(List.of(new Fact.UsageQuarantined(old, 0, 0)), 1);
        var _ =
                database.inTransaction(
                        handle -> {
                            handle.execute("UPDATE ledger_state SET costs_from_sequence = 2");
                            for (String table : List.of("rollup", "rollup_total")) {
                                handle.execute(
                                        "UPDATE "
                                                + table
                                                + " SET costed_calls = 0, cost_nanos = 0");
                            }
                            return true;
                        });
        ledger().fold(List.of(Facts.rated(2, 2 * DAY_MS, old)), 2);
        days(ZoneOffset.UTC, Set.of(), 0).forEach(day -> assertEquals(NOTHING, day.costs()));
        var _ = new SqlRollupStore(database).rebuild();
        Rollup.Costs all =
                days(ZoneOffset.UTC, Set.of(), 0).stream()
                        .map(Rollup::costs)
                        .reduce(NOTHING, this::plus);
        assertEquals(new Rollup.Costs(1, old.costNanos(), 7, 0, 0, 0), all);
        UsageRecord next = Facts.record(3, 3 * DAY_MS, Facts.request(1, 3), 4, "no price");
        assertTrue(next.costNanos() > 0);
        ledger().fold(List.of(new Fact.UsageQuarantined(next, 0, 0)), 3);
        ledger().fold(List.of(Facts.rated(4, 4 * DAY_MS, next)), 4);
        assertEquals(7, days(ZoneOffset.UTC, Set.of(), 0).getLast().costs().costedChargeNanos());
    }

    private void rate(long sequence, long atMs, UsageRecord of, Units told) {
        Fact.UsageRated rated = Facts.rated(sequence, atMs, of);
        ledger().fold(
                        List.of(
                                new Fact.UsageRated(
                                        rated.sequence(),
                                        rated.atMs(),
                                        rated.accountId(),
                                        rated.keyId(),
                                        rated.serviceId(),
                                        rated.subject(),
                                        rated.requestId(),
                                        false,
                                        told,
                                        rated.charge(),
                                        0,
                                        List.of(),
                                        0,
                                        rated.operation())),
                        sequence);
    }

    private List<MovedUnits> moved(boolean byKey) {
        return new SqlRollupStore(database).movedUnits(DAY_MS, 3 * DAY_MS, byKey);
    }

    private static MovedUnits moved(long hourMs, boolean byKey, long sign) {
        return new MovedUnits(
                new Rollup.Group(
                        hourMs,
                        byKey ? Facts.ACCOUNT : 0,
                        byKey ? Facts.KEY : 0,
                        Facts.SERVICE,
                        "",
                        ""),
                Stream.of(500L, 100L, 50L, 2L, 2_097_152L, 90_000L)
                        .map(count -> sign * count)
                        .toList());
    }

    /// Units that were told later are taken from the hour of the rating and given to that of the
    /// call; the same when made anew, and when the call's day is no longer made anew.
    @Test
    void shouldMoveUnitsThatWereToldLaterToTheHourOfTheirCall() {
        long hourMs = 3_600_000;
        Units told =
                Units.NONE
                        .with(Unit.INPUT_TOKENS, 500)
                        .with(Unit.CACHED_INPUT_TOKENS, 100)
                        .with(Unit.OUTPUT_TOKENS, 50)
                        .with(Unit.IMAGES, 2)
                        .with(Unit.PIXELS, 2_097_152)
                        .with(Unit.AUDIO_MILLISECONDS, 90_000);
        for (int call = 1; call <= 3; call += 2) {
            UsageRecord record =
                    Facts.record(call, DAY_MS, Facts.request(DAY_MS, call), 4, "no usage");
            ledger().fold(List.of(new Fact.UsageQuarantined(record, 0, 0)), call);
            // One is rated in its own hour, which moves nothing; one told nothing new.
            rate(call + 1, DAY_MS + 1, record, call == 1 ? told : Units.NONE);
        }
        assertEquals(List.of(moved(DAY_MS, false, 0)), moved(false));
        UsageRecord late = Facts.record(20, DAY_MS, Facts.request(DAY_MS, 20), 4, "no usage");
        ledger().fold(List.of(new Fact.UsageQuarantined(late, 0, 0)), 20);
        rate(21, 2 * DAY_MS + hourMs, late, told);
        for (boolean byKey : new boolean[] {false, true}) {
            List<MovedUnits> expectedThen =
                    List.of(moved(DAY_MS, byKey, 1), moved(2 * DAY_MS + hourMs, byKey, -1));
            assertEquals(expectedThen, moved(byKey));
            RollupStore.Rebuilt rebuilt = new SqlRollupStore(database).rebuild();
            assertEquals(0, rebuilt.removed() + rebuilt.added());
            assertEquals(expectedThen, moved(byKey));
        }
        var _ = new SqlRetentionStore(database).delete(2 * DAY_MS, 0, 100);
        RollupStore.Rebuilt rebuilt = new SqlRollupStore(database).rebuild();
        assertEquals(0, rebuilt.removed() + rebuilt.added());
    }

    private void fold(long sequence, long atMs, long upstreamCostNanos) {
        RequestId id = Facts.request(atMs, sequence);
        CallCost cost = new CallCost(Basis.MEASURED, upstreamCostNanos, CallCost.UNKNOWN);
        UsageRecord record = with(Facts.record(sequence, atMs, id, 4, ""), cost, upstreamCostNanos);
        ledger().fold(List.of(new Fact.UsageSettled(record, List.of(), 0)), sequence);
    }

    /// Costs are only told: no number stops the fold or a question. A day of India has the hours of
    /// three such calls.
    @Test
    void shouldStopSumsAtALimit() {
        long hourMs = 3_600_000;
        fold(1, DAY_MS, ABSURD);
        fold(2, DAY_MS + 1, ABSURD);
        fold(3, DAY_MS + 2 * hourMs, ABSURD);
        fold(4, DAY_MS + 4 * hourMs, ABSURD);
        fold(5, DAY_MS + 4 * hourMs, 5);
        for (long account : new long[] {0, Facts.ACCOUNT}) {
            for (ZoneId zone : List.of(ZoneOffset.UTC, INDIA)) {
                List<Rollup> days = days(zone, Set.of(), account);
                assertEquals(1, days.size());
                assertEquals(LIMIT, days.getFirst().costs().costNanos());
                assertEquals(5, days.getFirst().costs().costedCalls());
            }
        }
    }
}
