package io.weighbridge.backend.usage.refusals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.backend.usage.SqlBucketWindows;
import io.weighbridge.backend.usage.ZoneBuckets;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// What every [RefusalStore] does, and what [RefusalCounts] does with it.
abstract class RefusalStoreContract {
    private static final long HOUR_MS = 3_600_000L;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final Set<RefusalGroupBy> ALL = EnumSet.allOf(RefusalGroupBy.class);
    private static final List<RefusalReason> REASONS = List.of(RefusalReason.values());
    private static final RefusalReason CREDIT = RefusalReason.INSUFFICIENT_CREDIT;
    private static final RefusalReason STRANGER = RefusalReason.UNKNOWN_KEY;

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.database();
    }

    private RefusalStore store() {
        return new SqlRefusalStore(database);
    }

    private static RefusalQuery query(Granularity granularity, Set<RefusalGroupBy> groupBy) {
        return new RefusalQuery(
                granularity,
                0,
                100 * DAY_MS,
                groupBy,
                OptionalLong.empty(),
                OptionalLong.empty(),
                null);
    }

    private static List<RefusalSum> all(RefusalStore store, RefusalQuery query, int pageSize) {
        List<RefusalSum> sums = new ArrayList<>();
        String token = "";
        do {
            Page<RefusalSum> page = store.query(query, PageKey.of(pageSize, token, ""));
            sums.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return sums;
    }

    private static long sum(Collection<RefusalSum> sums) {
        return sums.stream().mapToLong(RefusalSum::refused).sum();
    }

    @Test
    void shouldAddToHoursAndDaysAndTellApartWhatIsAsked() {
        long hour = DAY_MS + 5 * HOUR_MS;
        store().add(
                        Map.of(
                                new RefusalCell(hour, 7, 3, CREDIT), 2L,
                                new RefusalCell(hour + HOUR_MS, 7, 3, CREDIT), 4L,
                                new RefusalCell(hour, 0, 0, STRANGER), 8L));
        store().add(Map.of(new RefusalCell(hour, 7, 3, CREDIT), 16L));
        assertEquals(
                List.of(
                        new RefusalSum(hour, 0, 0, STRANGER.number(), 8),
                        new RefusalSum(hour, 7, 3, CREDIT.number(), 18),
                        new RefusalSum(hour + HOUR_MS, 7, 3, CREDIT.number(), 4)),
                all(store(), query(Granularity.HOUR, ALL), 100));
        assertEquals(
                List.of(new RefusalSum(DAY_MS, 0, 0, 0, 30)),
                all(store(), query(Granularity.DAY, Set.of()), 100));
        assertEquals(
                List.of(new RefusalSum(DAY_MS, 0, 0, 0, 8), new RefusalSum(DAY_MS, 7, 0, 0, 22)),
                all(store(), query(Granularity.DAY, Set.of(RefusalGroupBy.ACCOUNT)), 100));
    }

    @Test
    void shouldTellOnlyOfWhatIsAskedFor() {
        store().add(
                        Map.of(
                                new RefusalCell(DAY_MS, 7, 3, CREDIT), 1L,
                                new RefusalCell(DAY_MS, 7, 4, STRANGER), 2L,
                                new RefusalCell(DAY_MS, 8, 0, CREDIT), 4L,
                                new RefusalCell(DAY_MS, 0, 3, STRANGER), 8L));
        assertEquals(3, asked(OptionalLong.of(7), OptionalLong.empty(), null));
        assertEquals(8, asked(OptionalLong.of(0), OptionalLong.empty(), null));
        assertEquals(9, asked(OptionalLong.empty(), OptionalLong.of(3), null));
        assertEquals(4, asked(OptionalLong.empty(), OptionalLong.of(0), null));
        assertEquals(5, asked(OptionalLong.empty(), OptionalLong.empty(), CREDIT));
        assertEquals(0, asked(OptionalLong.of(8), OptionalLong.of(3), CREDIT));
    }

    // Of hours of UTC, which are the finest there are.
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "Europe/Berlin", "America/St_Johns"})
    void shouldCountAnHourInTheDayOfTheZoneInWhichItBegins(String name) {
        ZoneId zone = ZoneId.of(name);
        long from = Instant.parse("2026-03-25T00:00:00Z").toEpochMilli();
        Map<RefusalCell, Long> refused = new HashMap<>();
        Map<List<Long>, Long> expected = new TreeMap<>(Comparator.comparing(List::toString));
        for (int hour = 0; hour < 9 * 24; hour++) {
            long account = hour % 3;
            long atMs = from + hour * HOUR_MS;
            refused.put(new RefusalCell(atMs, account, 3, CREDIT), 1L + hour);
            LocalDate day = Instant.ofEpochMilli(atMs).atZone(zone).toLocalDate();
            long begin = day.atStartOfDay(zone).toInstant().toEpochMilli();
            expected.merge(List.of(begin, account), 1L + hour, Long::sum);
        }
        store().add(refused);
        ZoneBuckets days = new ZoneBuckets(Granularity.DAY, zone);
        RefusalQuery query =
                new RefusalQuery(
                        Granularity.DAY,
                        days.begin(from),
                        days.begin(from + 12 * DAY_MS),
                        Set.of(RefusalGroupBy.ACCOUNT),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        null,
                        zone);
        RefusalStore inParts = new SqlRefusalStore(database, new SqlBucketWindows(2));
        for (RefusalStore store : List.of(store(), inParts)) {
            Map<List<Long>, Long> found = new TreeMap<>(Comparator.comparing(List::toString));
            for (RefusalSum sum : all(store, query, 4)) {
                assertNull(found.put(List.of(sum.bucketMs(), sum.accountId()), sum.refused()));
            }
            assertEquals(expected, found);
        }
    }

    // A page ends in the midst of a day of the zone, and the next goes on there.
    @Test
    void shouldTellEachSumOfAZonesDayOnceHoweverSmallThePages() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        Map<RefusalCell, Long> refused = new HashMap<>();
        for (int i = 0; i < 96; i++) {
            long atMs = 10 * DAY_MS + i / 2 * HOUR_MS;
            refused.put(new RefusalCell(atMs, i % 3, i % 4, REASONS.get(i % 5)), 1L + i);
        }
        store().add(refused);
        for (Set<RefusalGroupBy> groupBy :
                List.of(
                        ALL,
                        Set.of(RefusalGroupBy.SERVICE),
                        Set.of(RefusalGroupBy.ACCOUNT, RefusalGroupBy.REASON))) {
            RefusalQuery query =
                    new RefusalQuery(
                            Granularity.DAY,
                            new ZoneBuckets(Granularity.DAY, zone).begin(9 * DAY_MS),
                            new ZoneBuckets(Granularity.DAY, zone).begin(14 * DAY_MS),
                            groupBy,
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            null,
                            zone);
            List<RefusalSum> whole = all(store(), query, 1_000);
            assertEquals(96 * 97 / 2, sum(whole));
            for (int size : new int[] {1, 2, 7}) {
                assertEquals(whole, all(store(), query, size));
            }
        }
    }

    private long asked(
            OptionalLong accountId, OptionalLong serviceId, @Nullable RefusalReason reason) {
        return sum(
                all(
                        store(),
                        new RefusalQuery(
                                Granularity.HOUR,
                                DAY_MS,
                                DAY_MS + HOUR_MS,
                                ALL,
                                accountId,
                                serviceId,
                                reason),
                        100));
    }

    @Test
    void shouldFindTheSameInPartsAndGoOnBehindAnEmptyPage() {
        Map<RefusalCell, Long> refused = new HashMap<>();
        for (int hour = 0; hour < 60; hour++) {
            refused.put(new RefusalCell(hour * HOUR_MS, 1 + hour % 2, hour % 3, CREDIT), 1L);
            refused.put(new RefusalCell(hour * HOUR_MS, 1, 9, STRANGER), 2L);
        }
        store().add(refused);
        List<RefusalSum> whole = all(store(), query(Granularity.HOUR, ALL), 1_000);
        assertEquals(120, whole.size());
        for (int size : new int[] {1, 7, 1_000}) {
            for (int rows : new int[] {0, 1, 20_000}) {
                RefusalStore parts = new SqlRefusalStore(database, new SqlBucketWindows(rows));
                assertEquals(whole, all(parts, query(Granularity.HOUR, ALL), size));
            }
        }
        RefusalQuery nobody =
                new RefusalQuery(
                        Granularity.HOUR,
                        0,
                        DAY_MS,
                        Set.of(),
                        OptionalLong.empty(),
                        OptionalLong.of(77),
                        null);
        RefusalStore small = new SqlRefusalStore(database, new SqlBucketWindows(0));
        Page<RefusalSum> page = small.query(nobody, PageKey.of(3, "", ""));
        assertEquals(List.of(), page.items());
        assertFalse(page.nextToken().isEmpty());
        assertEquals(List.of(), all(small, nobody, 3));
    }

    @Test
    void shouldComeToWhatWasToldHoweverOftenItIsWritten() {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RefusalCounts counts = new RefusalCounts(store());
            long before = sum(all(store(), query(Granularity.HOUR, ALL), 1_000));
            int told = random.nextInt(1, 400);
            Map<Long, Long> byAccount = new HashMap<>();
            for (int i = 0; i < told; i++) {
                long account = 100 * (seed + 1) + random.nextInt(5);
                byAccount.merge(account, 1L, Long::sum);
                counts.refused(
                        account,
                        random.nextInt(3),
                        REASONS.get(random.nextInt(REASONS.size())),
                        random.nextLong(90 * DAY_MS));
                if (random.nextInt(50) == 0) {
                    counts.write();
                }
            }
            counts.write();
            assertEquals(0, counts.size());
            for (Granularity granularity : List.of(Granularity.HOUR, Granularity.DAY)) {
                List<RefusalSum> sums = all(store(), query(granularity, ALL), 300);
                assertEquals(before + told, sum(sums), "seed " + seed);
                byAccount.forEach(
                        (account, times) ->
                                assertEquals(
                                        times,
                                        sum(
                                                sums.stream()
                                                        .filter(s -> s.accountId() == account)
                                                        .toList())));
            }
        }
    }

    @Test
    void shouldLoseNothingWhenAWriteFailed() {
        RefusalCounts counts = new RefusalCounts(store());
        counts.refused(7, 3, CREDIT, DAY_MS);
        execute("ALTER TABLE rollup_refusal RENAME TO away");
        assertThrows(Fault.class, counts::write);
        counts.refused(7, 3, CREDIT, DAY_MS);
        counts.refused(8, 3, CREDIT, DAY_MS);
        assertThrows(Fault.class, counts::write);
        execute("ALTER TABLE away RENAME TO rollup_refusal");
        counts.write();
        counts.write();
        assertEquals(
                List.of(new RefusalSum(DAY_MS, 7, 3, 0, 2), new RefusalSum(DAY_MS, 8, 3, 0, 1)),
                all(
                        store(),
                        query(
                                Granularity.HOUR,
                                Set.of(RefusalGroupBy.ACCOUNT, RefusalGroupBy.SERVICE)),
                        100));
    }

    private void execute(String sql) {
        var _ =
                database.write(
                        connection -> {
                            try (Statement statement = connection.createStatement()) {
                                return statement.execute(sql);
                            } catch (SQLException e) {
                                throw new IllegalStateException(sql, e);
                            }
                        });
    }

    @Test
    void shouldTellOnlySoManyApartAndCountTheOthersTogether() {
        RefusalCounts counts = new RefusalCounts(store());
        for (int round = 0; round < 2; round++) {
            for (int account = 1; account <= RefusalCounts.CELLS_MAX + 1_000; account++) {
                counts.refused(account, 3, CREDIT, DAY_MS);
            }
        }
        assertEquals(RefusalCounts.CELLS_MAX + 1, counts.size());
        counts.write();
        RefusalQuery others =
                new RefusalQuery(
                        Granularity.DAY,
                        DAY_MS,
                        2 * DAY_MS,
                        ALL,
                        OptionalLong.of(0),
                        OptionalLong.empty(),
                        null);
        assertEquals(
                List.of(new RefusalSum(DAY_MS, 0, 0, CREDIT.number(), 2_000)),
                all(store(), others, 100));
        assertEquals(
                2L * (RefusalCounts.CELLS_MAX + 1_000),
                sum(all(store(), query(Granularity.DAY, Set.of()), 100)));
    }
}
