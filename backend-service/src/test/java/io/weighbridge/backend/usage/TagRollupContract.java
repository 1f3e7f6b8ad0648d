package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// What sums by tag come to in every store, with a [LedgerStore] on the same data.
abstract class TagRollupContract {
    private static final long DAY_MS = 86_400_000L;
    private static final long OTHER_ACCOUNT = 1_002;
    private static final Set<GroupBy> BY_TAG = Set.of(GroupBy.ACCOUNT, GroupBy.TAG);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private LedgerStore ledger() {
        return new SqlLedgerStore(database);
    }

    private final Random random = new Random(17);
    private final List<UsageRecord> records = new ArrayList<>();
    private final Map<UsageRecord, Boolean> ended = new HashMap<>();
    private long sequence;
    private long atMs = DAY_MS;

    private SqlRollupStore store(int windowRows) {
        return new SqlRollupStore(database, new SqlBucketWindows(windowRows));
    }

    private List<Rollup> all(Granularity granularity, Set<GroupBy> groups, TagFilter tag) {
        return all(store(20_000), 1_000, granularity, groups, tag);
    }

    private static List<Rollup> all(
            SqlRollupStore store,
            int pageSize,
            Granularity granularity,
            Set<GroupBy> groups,
            TagFilter tag) {
        return all(
                store,
                pageSize,
                new RollupQuery(granularity, 0, 30 * DAY_MS, groups, 0, 0, 0, "", tag));
    }

    private static List<Rollup> all(SqlRollupStore store, int pageSize, RollupQuery query) {
        List<Rollup> rollups = new ArrayList<>();
        String token = "";
        do {
            Page<Rollup> page = store.query(query, PageKey.of(pageSize, token, ""));
            rollups.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return rollups;
    }

    // Calls of three days, more values than have sums of their own, and what happens to some later.
    private void foldRandomly(int facts) {
        LedgerStore ledger = ledger();
        List<Fact> batch = new ArrayList<>();
        for (int i = 0; i < facts; i++) {
            sequence++;
            atMs += random.nextLong(2 * 3 * DAY_MS / facts);
            UsageRecord earlier =
                    records.isEmpty() ? null : records.get(random.nextInt(records.size()));
            if (earlier != null && random.nextInt(6) == 0 && ended.put(earlier, true) == null) {
                batch.add(
                        earlier.isUnrated()
                                ? Facts.rated(sequence, atMs, earlier)
                                : Facts.refunded(sequence, atMs, earlier, 3));
            } else {
                batch.add(call());
            }
            if (random.nextInt(40) == 0) {
                ledger.fold(batch, sequence);
                batch.clear();
                // Now and then as after a restart: what was in memory is gone.
                ledger = random.nextInt(5) == 0 ? ledger() : ledger;
            }
        }
        ledger.fold(batch, sequence);
    }

    private Fact call() {
        String tags =
                switch (random.nextInt(5)) {
                    case 0 -> "";
                    case 1 -> "xteam=no\nrun=team=no";
                    case 2 -> "run=" + random.nextInt(3) + "\nteam=\nteam=again";
                    default -> "team=t" + random.nextInt(400) + "\nrun=" + random.nextInt(3);
                };
        long account = random.nextInt(4) == 0 ? OTHER_ACCOUNT : Facts.ACCOUNT;
        var id = Facts.request(atMs, sequence);
        Fact fact;
        if (random.nextInt(8) == 0) {
            var made = Facts.quarantined(sequence, atMs, id, 4, 0, 0);
            UsageRecord record = Facts.tagged(made.record(), account, tags);
            records.add(record);
            fact = new Fact.UsageQuarantined(record, 0, 0);
        } else {
            var made = Facts.settled(sequence, atMs, id, 2_001, 1 + random.nextInt(9), 0);
            UsageRecord record = Facts.tagged(made.record(), account, tags);
            records.add(record);
            fact = new Fact.UsageSettled(record, made.movements(), 0);
        }
        return fact;
    }

    private static void add(Map<String, List<Long>> sums, String group, Rollup more) {
        List<Long> added =
                new ArrayList<>(
                        List.of(
                                more.calls(),
                                more.failedCalls(),
                                more.unratedCalls(),
                                more.chargeNanos(),
                                more.overrunNanos(),
                                more.refundedNanos(),
                                more.costs().costedCalls(),
                                more.costs().costNanos(),
                                more.costs().costedChargeNanos(),
                                more.costs().comparedCalls(),
                                more.costs().predictedNanos(),
                                more.costs().measuredNanos()));
        for (Unit unit : Unit.values()) {
            added.add(more.units().get(unit));
        }
        sums.merge(
                group,
                added,
                (before, now) -> {
                    List<Long> sum = new ArrayList<>();
                    for (int i = 0; i < before.size(); i++) {
                        sum.add(before.get(i) + now.get(i));
                    }
                    return sum;
                });
    }

    // Of the calls that have the tag, told by the records themselves: their names in the order of
    // records, at most so many of an account and day.
    private Map<String, Long> expectedCalls() {
        Map<String, Set<String>> names = new HashMap<>();
        Map<String, Long> calls = new TreeMap<>();
        for (UsageRecord record : records) {
            String value = null;
            for (String line : record.call().tags().lines().toList()) {
                if (value == null && line.startsWith("team=")) {
                    value = line.substring(5);
                }
            }
            if (value != null) {
                long day = Granularity.DAY.bucketMs(record.settledAtMs());
                String whose = day + "|" + record.call().accountId();
                Set<String> own = names.computeIfAbsent(whose, added -> new HashSet<>());
                if (own.size() < 200) {
                    own.add(value);
                }
                calls.merge(whose + '|' + (own.contains(value) ? value : "(other)"), 1L, Long::sum);
            }
        }
        return calls;
    }

    @Test
    void shouldSumByTheFirst200ValuesOfADayAndRebuildTheSame() {
        SqlTagKeys.keep(database, List.of("team", "run"));
        ledger().fold(List.of(Facts.granted(1, 100, 2_001, 1_000_000, 0, 1_000_000)), 1);
        sequence = 1;
        foldRandomly(4_000);
        List<Rollup> days = all(Granularity.DAY, BY_TAG, new TagFilter("team", ""));
        Map<String, Long> calls = new TreeMap<>();
        for (Rollup day : days) {
            if (day.calls() > 0) {
                calls.put(
                        day.group().bucketMs()
                                + "|"
                                + day.group().accountId()
                                + "|"
                                + day.group().tag(),
                        day.calls());
            }
        }
        assertEquals(expectedCalls(), calls);
        assertTrue(calls.keySet().stream().anyMatch(group -> group.endsWith("(other)")));
        assertEquals(
                sums(days, GroupBy.TAG),
                sums(all(Granularity.HOUR, BY_TAG, new TagFilter("team", "")), GroupBy.TAG));
        assertDaysOfIndiaAreOfWholeHours();
        assertTagsAndTheRestAreAll();
        RollupStore.Rebuilt rebuilt = store(20_000).rebuild();
        assertEquals(records.size(), rebuilt.records());
        assertEquals(0, rebuilt.removed() + rebuilt.added());
        assertEquals(days, all(Granularity.DAY, BY_TAG, new TagFilter("team", "")));
        assertEquals(
                days,
                all(store(1), 7, Granularity.DAY, BY_TAG, new TagFilter("team", "")),
                "in parts");
    }

    // Nothing is finer: an hour of UTC counts in the day in which it begins.
    private void assertDaysOfIndiaAreOfWholeHours() {
        ZoneId india = ZoneId.of("Asia/Kolkata");
        ZoneBuckets days = new ZoneBuckets(Granularity.DAY, india);
        TagFilter team = new TagFilter("team", "");
        Map<String, List<Long>> expected = new TreeMap<>();
        for (Rollup hour : all(Granularity.HOUR, BY_TAG, team)) {
            add(expected, group(days.begin(hour.group().bucketMs()), hour), hour);
        }
        Map<String, List<Long>> found = new TreeMap<>();
        RollupQuery query =
                new RollupQuery(
                        Granularity.DAY,
                        days.begin(0),
                        days.begin(30 * DAY_MS),
                        BY_TAG,
                        0,
                        0,
                        0,
                        "",
                        team,
                        india);
        for (Rollup day : all(store(20_000), 90, query)) {
            add(found, group(day.group().bucketMs(), day), day);
        }
        assertEquals(expected, found);
    }

    private static String group(long bucketMs, Rollup of) {
        return bucketMs + "|" + of.group().accountId() + '|' + of.group().tag();
    }

    // The calls without the tag are what is missing: their own sums are made here.
    private void assertTagsAndTheRestAreAll() {
        Map<String, List<Long>> tagged =
                sums(
                        all(Granularity.DAY, Set.of(GroupBy.ACCOUNT), new TagFilter("team", "t1")),
                        GroupBy.ACCOUNT);
        List<Rollup> byTag = all(Granularity.DAY, BY_TAG, new TagFilter("team", ""));
        assertEquals(
                tagged,
                sums(
                        byTag.stream().filter(one -> one.group().tag().equals("t1")).toList(),
                        GroupBy.ACCOUNT));
        Map<Long, Long> rest = new LinkedHashMap<>();
        for (UsageRecord record : records) {
            String tags = '\n' + record.call().tags();
            if (!tags.contains("\nteam=")) {
                long later = ended.containsKey(record) && record.isUnrated() ? 7 : 0;
                rest.merge(
                        record.call().accountId(),
                        record.charge().chargeNanos() + later,
                        Long::sum);
            }
        }
        for (long account : new long[] {Facts.ACCOUNT, OTHER_ACCOUNT}) {
            long all = 0;
            for (Rollup one : all(Granularity.DAY, Set.of(GroupBy.ACCOUNT), TagFilter.NONE)) {
                all += one.group().accountId() == account ? one.chargeNanos() : 0;
            }
            long sum = rest.getOrDefault(account, 0L);
            for (Rollup one : byTag) {
                sum += one.group().accountId() == account ? one.chargeNanos() : 0;
            }
            assertEquals(all, sum, "tags and the rest of " + account);
        }
        assertTrue(byTag.stream().mapToLong(Rollup::refundedNanos).sum() > 0);
    }

    private static Map<String, List<Long>> sums(List<Rollup> rollups, GroupBy by) {
        Map<String, List<Long>> sums = new TreeMap<>();
        for (Rollup one : rollups) {
            String group =
                    Granularity.DAY.bucketMs(one.group().bucketMs())
                            + "|"
                            + one.group().accountId();
            add(sums, by == GroupBy.TAG ? group + '|' + one.group().tag() : group, one);
        }
        return sums;
    }

    @Test
    void shouldBeginWithAKeyWhereItIsSetAndFillThePastWhenMadeAnew() {
        ledger().fold(List.of(Facts.granted(1, 100, 2_001, 1_000_000, 0, 1_000_000)), 1);
        sequence = 1;
        foldRandomly(60);
        TagFilter run = new TagFilter("run", "");
        assertEquals(List.of(), all(Granularity.DAY, BY_TAG, run));
        SqlTagKeys.keep(database, List.of("run"));
        UsageRecord old = records.getFirst();
        ledger().fold(List.of(Facts.refunded(++sequence, atMs, old, 1)), sequence);
        assertEquals(List.of(), all(Granularity.DAY, BY_TAG, run), "of a record before");
        RollupStore.Rebuilt rebuilt = store(20_000).rebuild();
        assertEquals(0, rebuilt.removed());
        assertTrue(rebuilt.added() > 0);
        List<Rollup> filled = all(Granularity.DAY, BY_TAG, run);
        assertTrue(filled.size() > 1);
        SqlTagKeys.keep(database, List.of("run", "team"));
        assertEquals(filled, all(Granularity.DAY, BY_TAG, run));
        SqlTagKeys.keep(database, List.of("team"));
        assertEquals(List.of(), all(Granularity.DAY, BY_TAG, run));
    }
}
