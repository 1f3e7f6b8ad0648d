package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What every [RollupStore] does, with a [LedgerStore] on the same data.
abstract class RollupStoreContract {
    private static final long DAY_MS = 86_400_000L;
    private static final Instant SPRING = Instant.parse("2026-03-20T00:00:00Z");
    private static final Instant AUTUMN = Instant.parse("2026-10-20T00:00:00Z");
    private static final Units EACH =
            Units.tokens(14, 2).with(Unit.CACHED_INPUT_TOKENS, 0).with(Unit.REASONING_TOKENS, 1);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    /// @param windowRows so many rows are looked at in one go
    private RollupStore store(int windowRows) {
        return new SqlRollupStore(database, new SqlBucketWindows(windowRows));
    }

    // Of the last question.
    private int pages;

    private RollupStore store() {
        return store(20_000);
    }

    private LedgerStore ledger() {
        return new SqlLedgerStore(database);
    }

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

    // Calls at any minute around the days in which clocks change, some of them on an edge.
    private Map<Long, Long> foldAroundChanges() {
        Random random = new Random(11);
        Map<Long, Long> tokens = new TreeMap<>();
        for (Instant from : List.of(SPRING, AUTUMN)) {
            for (int call = 0; call < 400; call++) {
                long atMs = from.toEpochMilli() + random.nextInt(20 * 24 * 4) * 900_000L;
                tokens.put(atMs - random.nextInt(2), 5L + random.nextInt(20));
            }
        }
        List<Fact> facts = new ArrayList<>();
        tokens.forEach(
                (atMs, count) -> {
                    long sequence = facts.size() + 1L;
                    RequestId id = Facts.request(atMs, sequence);
                    facts.add(Facts.settled(sequence, atMs, id, 2_001, count, 0));
                });
        ledger().fold(facts, facts.size());
        return tokens;
    }

    private static RollupQuery zoned(
            Granularity granularity, Instant from, Set<GroupBy> groups, long account, ZoneId zone) {
        ZoneBuckets buckets = new ZoneBuckets(granularity, zone);
        return new RollupQuery(
                granularity,
                buckets.begin(from.toEpochMilli()),
                buckets.begin(from.plus(21, ChronoUnit.DAYS).toEpochMilli()),
                groups,
                account,
                0,
                0,
                "",
                TagFilter.NONE,
                zone);
    }

    private Map<Long, Long> tokens(RollupStore store, int pageSize, RollupQuery query) {
        Map<Long, Long> tokens = new LinkedHashMap<>();
        pages = 0;
        String token = "";
        do {
            Page<Rollup> page = store.query(query, PageKey.of(pageSize, token, ""));
            for (Rollup one : page.items()) {
                long count = one.units().get(Unit.INPUT_TOKENS);
                assertNull(tokens.put(one.group().bucketMs(), count), "one sum of a bucket");
                assertEquals(count * 5, one.chargeNanos());
                assertEquals(one.calls(), one.units().get(Unit.REASONING_TOKENS));
            }
            token = page.nextToken();
            pages++;
        } while (!token.isEmpty());
        return tokens;
    }

    private static Map<Long, Long> expected(
            Map<Long, Long> tokens, RollupQuery query, UnaryOperator<ZonedDateTime> begin) {
        Map<Long, Long> expected = new TreeMap<>();
        tokens.forEach(
                (atMs, count) -> {
                    if (atMs >= query.fromMs() && atMs < query.toMs()) {
                        ZonedDateTime local = Instant.ofEpochMilli(atMs).atZone(query.zone());
                        expected.merge(
                                begin.apply(local).toInstant().toEpochMilli(), count, Long::sum);
                    }
                });
        return expected;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Europe/Berlin",
                "Europe/London",
                "America/St_Johns",
                "Australia/Lord_Howe",
                "Pacific/Apia"
            })
    void shouldSumByTheDaysAndHoursOfAZone(String name) {
        Map<Long, Long> tokens = foldAroundChanges();
        ZoneId zone = ZoneId.of(name);
        Set<GroupBy> each = EnumSet.complementOf(EnumSet.of(GroupBy.TAG));
        for (Instant from : List.of(SPRING, AUTUMN)) {
            RollupQuery days = zoned(Granularity.DAY, from, Set.of(), 0, zone);
            Map<Long, Long> expected =
                    expected(tokens, days, at -> at.toLocalDate().atStartOfDay(zone));
            assertEquals(
                    List.copyOf(expected.entrySet()),
                    List.copyOf(tokens(store(), 1_000, days).entrySet()));
            assertEquals(expected, tokens(store(0), 3, days));
            RollupQuery own = zoned(Granularity.DAY, from, each, Facts.ACCOUNT, zone);
            assertEquals(expected, tokens(store(), 7, own));
            assertEquals(expected, tokens(store(2), 1_000, own));
            RollupQuery hours = zoned(Granularity.HOUR, from, each, 0, zone);
            // What Java calls an hour is two where half of one comes twice.
            if (!name.equals("Australia/Lord_Howe")) {
                Map<Long, Long> byHour =
                        expected(tokens, hours, at -> at.truncatedTo(ChronoUnit.HOURS));
                assertEquals(byHour, tokens(store(), 1_000, hours));
                assertEquals(byHour, tokens(store(3), 50, hours));
            }
            assertEquals(
                    expected.values().stream().mapToLong(count -> count).sum(),
                    tokens(store(), 1_000, hours).values().stream().mapToLong(c -> c).sum());
        }
    }

    @Test
    void shouldLeapOverYearsInWhichThereWasNothing() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        List<Long> calls = new ArrayList<>();
        for (String at : List.of("1971-05-05T18:31:00Z", "2026-01-01T00:00:00Z")) {
            calls.add(Instant.parse(at).toEpochMilli());
            long sequence = calls.size();
            long last = calls.getLast();
            RequestId id = Facts.request(last, sequence);
            ledger().fold(List.of(Facts.settled(sequence, last, id, 2_001, 9, 0)), sequence);
        }
        ZoneBuckets days = new ZoneBuckets(Granularity.DAY, zone);
        for (long account : new long[] {0, Facts.ACCOUNT}) {
            RollupQuery query =
                    zoned(Granularity.DAY, SPRING, Set.of(), account, zone)
                            .between(0, days.begin(4_000_000_000_000L));
            assertEquals(
                    Map.of(days.begin(calls.get(0)), 9L, days.begin(calls.get(1)), 9L),
                    tokens(store(), 100, query));
            assertEquals(1, pages);
        }
    }

    // Its hours begin with those of UTC in one half of the year only.
    @Test
    void shouldTakeNoMoreInOneGoWhereSomeHoursAreReadByTheirMinutes() {
        ZoneId zone = ZoneId.of("Australia/Lord_Howe");
        Instant winter = Instant.parse("2026-07-01T00:00:00Z");
        List<Fact> facts = new ArrayList<>();
        for (int call = 1; call <= 250; call++) {
            long atMs = winter.toEpochMilli() + call * 300_000L;
            facts.add(Facts.settled(call, atMs, Facts.request(atMs, call), 2_001, 4, 0));
        }
        ledger().fold(facts, facts.size());
        RollupQuery year =
                zoned(Granularity.HOUR, SPRING, Set.of(), 0, zone)
                        .between(
                                Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                                Instant.parse("2026-12-31T00:00:00Z").toEpochMilli());
        Map<Long, Long> found = tokens(store(20), 1_000, year);
        assertEquals(1_000, found.values().stream().mapToLong(count -> count).sum());
        assertTrue(pages > 2, "pages: " + pages);
    }

    @Test
    void shouldReadOfALargeDayOnlyWhatWasNotTold() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        ZoneBuckets days = new ZoneBuckets(Granularity.DAY, zone);
        long day = days.begin(AUTUMN.toEpochMilli());
        for (int i = 0; i < 50; i++) {
            database.inTransaction(insert(day + (30 + 60 * (i % 5)) * 60_000L, 100 + i / 5));
        }
        RollupQuery query =
                zoned(Granularity.DAY, AUTUMN, EnumSet.of(GroupBy.KEY), Facts.ACCOUNT, zone);
        Page<Rollup> first = store().query(query, PageKey.of(4, "", ""));
        List<ZonePiece> pieces = ZonePiece.of(day, days.next(day), true);
        assertEquals(50, rowsOf(query, PageKey.of(4, "", ""), pieces));
        assertEquals(30, rowsOf(query, PageKey.of(4, first.nextToken(), ""), pieces));
        Page<Rollup> second = store().query(query, PageKey.of(4, first.nextToken(), ""));
        List<Rollup> both = new ArrayList<>(first.items());
        both.addAll(second.items());
        assertEquals(
                List.of(100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L),
                both.stream().map(sum -> sum.group().keyId()).toList());
        both.forEach(sum -> assertEquals(5, sum.calls()));
    }

    private static Function<Handle, Integer> insert(long hourMs, long key) {
        return handle ->
                handle.execute(
                        "INSERT INTO rollup VALUES (2, ?, ?, ?, 11, '', 1, 0, 0, 1, 0, 0, 5, 0, 5, 0,"
                                + " 0, 1, 0, 0, 0, 0, 0, 0)",
                        hourMs,
                        Facts.ACCOUNT,
                        key);
    }

    private long rowsOf(RollupQuery query, PageKey page, List<ZonePiece> pieces) {
        SqlRollupTerms.Source source = new SqlRollupTerms(query, page).of(pieces);
        return database.read(
                handle ->
                        handle.createQuery("SELECT count(*) FROM " + source.sums())
                                .bindMap(source.values())
                                .mapTo(Long.class)
                                .one());
    }
}
