package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.gpu.SqlGpuStore;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.SqlModelStore;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.backend.usage.RollupQuery;
import io.weighbridge.backend.usage.RollupStore;
import io.weighbridge.backend.usage.SqlRollupStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// What is reckoned from stored hours and sums, whatever the database.
abstract class CostsContract {
    private static final long DAY_MS = 86_400_000;
    private static final long S = 1_000_000;
    private static final String SUMS =
            "calls, failed_calls, unrated_calls, input_tokens, cached_input_tokens, output_tokens,"
                    + " price_nanos, fee_nanos, charge_nanos, overrun_nanos, refunded_nanos,"
                    + " implicit_requests";

    private final HandTime time = new HandTime(400 * DAY_MS);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private Costs costs() {
        return costs(new SqlRollupStore(database));
    }

    private Costs costs(RollupStore rollups) {
        IdSource ids = new IdSource(time);
        Services services = new Services(new SqlServiceStore(database), ids, time);
        Gpus gpus = new Gpus(new SqlGpuStore(database), "USD", ids, time, () -> {});
        new SqlGpuStore(database)
                .addPrice(
                        new GpuPrice(
                                1, gpus.require("h100-pcie").version().id(), 0, 3_600_000, "", 0),
                        Changes.ANY);
        SqlAssignmentStore assignments = new SqlAssignmentStore(database);
        assignments.add(new GpuServices(1, "GPU-1", 0, List.of(11L), 0), Changes.ANY);
        assignments.add(
                new GpuServices(2, "GPU-2", 2 * DAY_MS + Hour.LENGTH_MS - 1, List.of(11L, 12L), 0),
                Changes.ANY);
        return new Costs(
                new Hours(
                        new SqlMeasureStore(database),
                        new Assignments(assignments, services, ids, time),
                        rollups,
                        new Models(new SqlModelStore(database), gpus, "USD", ids, time, () -> {}),
                        gpus,
                        () -> {}));
    }

    private void used(long hourMs, long account, long key, long service, long tokens) {
        add(
                "rollup",
                "account_id, key_id, service_id, subject",
                "%d, %d, %d, ''".formatted(account, key, service),
                hourMs,
                tokens);
    }

    private void usedInAll(long hourMs, long service, long tokens) {
        add("rollup_total", "service_id", Long.toString(service), hourMs, tokens);
    }

    private void add(String table, String group, String of, long hourMs, long tokens) {
        String sql =
                ("INSERT INTO %s (granularity, bucket_at_ms, %s, %s)"
                                + " VALUES (2, %d, %s, 1, 0, 0, 0, 0, %d, 70, 0, 70, 0, 0, 0)")
                        .formatted(table, group, SUMS, hourMs, of, tokens);
        var _ = database.inTransaction(handle -> handle.execute(sql));
    }

    private void measured(long hourMs, String gpu) {
        Active none = new Active(0, 0);
        new SqlMeasureStore(database)
                .add(
                        List.of(
                                new GpuHour(
                                        hourMs,
                                        gpu,
                                        "e",
                                        "NVIDIA H100 PCIe",
                                        3_600_000,
                                        new Active(3_600_000, 600 * S),
                                        none,
                                        none,
                                        0,
                                        0,
                                        0)),
                        List.of());
    }

    // Four hours of days 1, 2 and 99.
    private void fill() {
        for (long hourMs : List.of(DAY_MS, DAY_MS + Hour.LENGTH_MS, 2 * DAY_MS, 99 * DAY_MS)) {
            measured(hourMs, "GPU-1");
            measured(hourMs, "GPU-2");
            used(hourMs, 1_001, 5, 11, 100);
            used(hourMs, 1_001, 6, 11, 200);
            used(hourMs, 1_002, 7, 12, 300);
            usedInAll(hourMs, 11, 300);
            usedInAll(hourMs, 12, 300);
        }
    }

    private static List<CostRow> all(Costs costs, CostBy by, Granularity length, int size) {
        List<CostRow> all = new ArrayList<>();
        String token = "";
        do {
            Page<CostRow> page =
                    costs.query(by, length, 0, 100 * DAY_MS, PageKey.of(size, token, "f"));
            all.addAll(page.items());
            token = page.nextToken();
            assertTrue(all.size() < 1_000, "it goes on for ever");
        } while (!token.isEmpty());
        return all;
    }

    @Test
    void shouldSplitByWhatHeldWhenAnHourEnded() {
        fill();
        Costs costs = costs();
        List<CostRow> rows = all(costs, CostBy.SERVICE, Granularity.HOUR, 100);
        // Nobody knows what ran on GPU-2 on the first day.
        assertEquals(new Owner("", 0, 0, 0), rows.getFirst().owner());
        assertEquals(600 * S, rows.getFirst().amounts().active().us());
        assertEquals(6_000 * S, rows.getFirst().amounts().idle().us());
        assertEquals(600 * S, rows.get(1).amounts().active().us());
        assertEquals(OptionalLong.of(600_000), rows.get(1).amounts().costNanos());
        assertEquals(70, rows.get(2).amounts().unmeasuredNanos());
        // On the second, chat's tokens are spread over both.
        List<CostRow> later = rows.subList(6, 9);
        assertEquals(2 * DAY_MS, later.getFirst().bucketMs());
        assertEquals(0, later.getFirst().amounts().active().us());
        assertEquals(800 * S, later.get(1).amounts().active().us());
        assertEquals(400 * S, later.get(2).amounts().active().us());
        assertEquals(12, rows.size());
        List<CostRow> days = all(costs, CostBy.KEY, Granularity.DAY, 100);
        assertEquals(12, days.size());
        assertEquals(new Owner("", 0, 1_001, 5), days.get(1).owner());
        assertEquals(2 * 200 * S, days.get(1).amounts().active().us());
        assertEquals(2 * 70, days.get(1).amounts().earnedNanos());
    }

    @Test
    void pagesAreThoseOfTheWholeAndSumsTheSameByAnything() {
        fill();
        Costs costs = costs();
        for (Granularity length : List.of(Granularity.HOUR, Granularity.DAY)) {
            for (CostBy by : CostBy.values()) {
                List<CostRow> whole = all(costs, by, length, 1_000);
                for (int size : new int[] {1, 2, 5}) {
                    assertEquals(whole, all(costs, by, length, size), by + " " + size);
                }
                assertEquals(
                        8 * 3_600 * S,
                        whole.stream().mapToLong(row -> row.amounts().taken().us()).sum());
                assertEquals(
                        8 * 3_600_000,
                        whole.stream().mapToLong(row -> row.amounts().taken().costNanos()).sum());
            }
        }
    }

    @Test
    void anAccountTakesWhatItsKeysTake() {
        measured(DAY_MS, "GPU-1");
        used(DAY_MS, 1_001, 5, 11, 100);
        used(DAY_MS, 1_001, 6, 11, 0);
        used(DAY_MS, 1_002, 7, 11, 300);
        assertEquals(
                // By calls: one key has no tokens, though its account has.
                List.of(0L, 400 * S, 200 * S),
                all(costs(), CostBy.ACCOUNT, Granularity.HOUR, 100).stream()
                        .map(row -> row.amounts().active().us())
                        .toList());
    }

    @Test
    void anHourThatWasNotMeasuredIsNotThere() {
        measured(DAY_MS, "GPU-1");
        usedInAll(3 * DAY_MS, 11, 300);
        List<CostRow> rows = all(costs(), CostBy.GPU, Granularity.HOUR, 100);
        assertEquals(
                List.of(new Owner("GPU-1", 0, 0, 0), Owner.NOBODY),
                rows.stream().map(CostRow::owner).toList());
        assertEquals(OptionalLong.empty(), rows.getLast().amounts().costNanos());
        assertEquals(OptionalLong.empty(), rows.getLast().amounts().energyMj());
        assertEquals(OptionalLong.empty(), rows.getFirst().amounts().energyMj());
    }

    @Test
    void aRatingThatComesBetweenTwoReadsTakesNoUnitsThatNobodySaw() {
        measured(DAY_MS, "GPU-1");
        usedInAll(DAY_MS, 11, 300);
        List<CostRow> rows = all(costs(ratedMeanwhile()), CostBy.SERVICE, Granularity.HOUR, 100);
        assertEquals(600 * S, rows.getLast().amounts().active().us());
        assertEquals(11, rows.getLast().owner().serviceId());
    }

    // More than was used in the hour, of a call of the hour before.
    private void rate() {
        var _ =
                database.inTransaction(
                        handle -> {
                            handle.execute(
                                    "UPDATE rollup_total SET output_tokens = 800"
                                            + " WHERE bucket_at_ms = ?",
                                    DAY_MS);
                            handle.execute(
                                    "INSERT INTO moved_units VALUES"
                                            + " (?, 1001, 5, 11, 0, 0, -500, 0, 0, 0),"
                                            + " (?, 1001, 5, 11, 0, 0, 500, 0, 0, 0)",
                                    DAY_MS,
                                    DAY_MS - Hour.LENGTH_MS);
                            return true;
                        });
    }

    // Of all that is read of the hour, whichever is read first comes from before the rating.
    private RollupStore ratedMeanwhile() {
        SqlRollupStore store = new SqlRollupStore(database);
        AtomicBoolean rated = new AtomicBoolean();
        return (RollupStore)
                Proxy.newProxyInstance(
                        RollupStore.class.getClassLoader(),
                        new Class<?>[] {RollupStore.class},
                        (_, method, values) -> {
                            Object read = method.invoke(store, values);
                            boolean isOfTheHour =
                                    values[0] instanceof RollupQuery query
                                            ? query.fromMs() == DAY_MS
                                            : values[0].equals(DAY_MS);
                            if (isOfTheHour && rated.compareAndSet(false, true)) {
                                rate();
                            }
                            return read;
                        });
    }
}
