package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.ledger.Facts;
import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What every [RollupStore] does, with a [LedgerStore] on the same data.
abstract class RollupStoreContract {
    private static final long DAY_MS = 86_400_000L;
    private static final Units EACH =
            Units.tokens(14, 2).with(Unit.CACHED_INPUT_TOKENS, 0).with(Unit.REASONING_TOKENS, 1);

    /// @param windowRows so many rows are looked at in one go
    abstract RollupStore store(int windowRows);

    private RollupStore store() {
        return store(20_000);
    }

    abstract LedgerStore ledger();

    // Two calls on each of four days.
    private void foldDays() {
        ledger().fold(List.of(Facts.granted(1, 100, 2_001, 1_000_000, 0, 1_000_000)), 1);
        for (int call = 0; call < 8; call++) {
            long atMs = (1 + call / 2) * DAY_MS + call;
            ledger().fold(
                            List.of(
                                    Facts.settled(
                                            call + 2,
                                            atMs,
                                            Facts.request(atMs, call),
                                            2_001,
                                            14,
                                            1_000_000 - 70 * (call + 1))),
                            call + 2);
        }
    }

    private List<Rollup> all(Set<GroupBy> groupBy, long accountId, String subject) {
        return all(store(), 3, groupBy, accountId, subject);
    }

    private static List<Rollup> all(
            RollupStore store, int pageSize, Set<GroupBy> groupBy, long accountId, String subject) {
        RollupQuery query =
                new RollupQuery(
                        Granularity.DAY,
                        0,
                        10 * DAY_MS,
                        groupBy,
                        accountId,
                        0,
                        0,
                        subject,
                        TagFilter.NONE);
        List<Rollup> rollups = new ArrayList<>();
        String token = "";
        do {
            Page<Rollup> page = store.query(query, PageKey.of(pageSize, token, ""));
            rollups.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return rollups;
    }

    @Test
    void shouldSumByDayAndGroupPageByPage() {
        foldDays();
        List<Rollup> days = all(Set.of(), 0, "");
        assertEquals(4, days.size());
        Rollup first = days.getFirst();
        assertEquals(new Rollup.Group(DAY_MS, 0, 0, 0, "", ""), first.group());
        assertEquals(2, first.calls());
        assertEquals(140, first.chargeNanos());
        assertEquals(28, first.units().get(Unit.INPUT_TOKENS));
        assertEquals(2 * EACH.get(Unit.REASONING_TOKENS), first.units().get(Unit.REASONING_TOKENS));
        List<Rollup> all =
                all(EnumSet.complementOf(EnumSet.of(GroupBy.TAG)), Facts.ACCOUNT, "anna");
        assertEquals(4, all.size());
        assertEquals(
                new Rollup.Group(4 * DAY_MS, Facts.ACCOUNT, Facts.KEY, Facts.SERVICE, "anna", ""),
                all.getLast().group());
        assertEquals(List.of(), all(Set.of(), 0, "bert"));
        assertEquals(List.of(), all(Set.of(), 1_002, ""));
    }

    @Test
    void shouldFindTheSameInPartsAndGoOnBehindAnEmptyPage() {
        for (int day = 1; day <= 12; day++) {
            ledger().fold(
                            List.of(
                                    Facts.settled(
                                            day,
                                            day * 43_200_000L,
                                            Facts.request(day, day),
                                            2_001,
                                            14,
                                            0)),
                            day);
        }
        for (Set<GroupBy> groups :
                List.of(Set.<GroupBy>of(), EnumSet.complementOf(EnumSet.of(GroupBy.TAG)))) {
            for (long account : new long[] {0, Facts.ACCOUNT}) {
                List<Rollup> whole = all(store(), 3, groups, account, "anna");
                assertEquals(7, whole.size());
                for (int size : new int[] {3, 100}) {
                    assertEquals(whole, all(store(0), size, groups, account, "anna"));
                    assertEquals(whole, all(store(1), size, groups, account, "anna"));
                }
            }
        }
        RollupQuery nobody =
                new RollupQuery(
                        Granularity.DAY,
                        0,
                        10 * DAY_MS,
                        Set.of(),
                        0,
                        0,
                        0,
                        "nobody",
                        TagFilter.NONE);
        Page<Rollup> page = store(0).query(nobody, PageKey.of(3, "", ""));
        assertEquals(List.of(), page.items());
        assertFalse(page.nextToken().isEmpty());
        assertEquals(List.of(), all(store(0), 3, Set.of(), 0, "nobody"));
    }

    @Test
    void shouldComeToTheSameWhenMadeAnew() {
        foldDays();
        List<Rollup> before = all(EnumSet.complementOf(EnumSet.of(GroupBy.TAG)), 0, "");
        RollupStore.Rebuilt rebuilt = store().rebuild();
        assertEquals(8, rebuilt.records());
        assertEquals(0, rebuilt.removed());
        assertEquals(0, rebuilt.added());
        assertEquals(before, all(EnumSet.complementOf(EnumSet.of(GroupBy.TAG)), 0, ""));
    }
}
