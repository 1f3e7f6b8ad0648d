package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.compute.gpu.GpuVersion;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.gpu.SqlGpuStore;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.ServiceModel;
import io.weighbridge.backend.compute.saved.SqlModelStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Facts;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.backend.usage.RollupStore;
import io.weighbridge.backend.usage.SqlRollupStore;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Series are what [Costs] reckons anew, whatever was reckoned before and changed since.
abstract class CostSeriesContract {
    private static final long DAY_MS = CostDay.LENGTH_MS;
    private static final int DAYS = 4;
    private static final List<CostBy> BYS = List.of(CostBy.GPU, CostBy.SERVICE);
    private static final List<Granularity> LENGTHS = List.of(Granularity.HOUR, Granularity.DAY);
    private static final ServingTerms TERMS =
            new ServingTerms(1_024, 4, 2, 0, Basis.GPU_TIME_VRAM, false, 0, 1_000_000);

    private final Random random = new Random(7);
    private final HandTime time = new HandTime(400 * DAY_MS);
    private final List<UsageRecord> unrated = new ArrayList<>();
    // None of what comes with the program; rising.
    private long sequence = 1_000;
    private int reads;

    @SuppressWarnings("NullAway.Init")
    private Gpus gpus;

    @SuppressWarnings("NullAway.Init")
    private Hours hours;

    @SuppressWarnings("NullAway.Init")
    private CostSeries series;

    abstract Database database();

    /// When the database is there.
    final void wire() {
        Database database = database();
        IdSource ids = new IdSource(time);
        Services services = new Services(new SqlServiceStore(database), ids, time);
        gpus = new Gpus(new SqlGpuStore(database), "USD", ids, time, () -> {});
        Models models = new Models(new SqlModelStore(database), gpus, "USD", ids, time, () -> {});
        models.save("llama", new ModelContent(Configs.of(Configs.LLAMA_3_8B), null, ""));
        hours =
                new Hours(
                        new SqlMeasureStore(database),
                        new Assignments(new SqlAssignmentStore(database), services, ids, time),
                        counting(new SqlRollupStore(database)),
                        models,
                        gpus,
                        () -> {});
        series = new CostSeries(hours, new CostDays());
    }

    // Counts how often it is asked what was used.
    private RollupStore counting(RollupStore store) {
        return (RollupStore)
                Proxy.newProxyInstance(
                        RollupStore.class.getClassLoader(),
                        new Class<?>[] {RollupStore.class},
                        (_, method, values) -> {
                            reads += method.getName().equals("hourUses") ? 1 : 0;
                            return method.invoke(store, values);
                        });
    }

    // So few of each day that most have several changes.
    private long anyHour() {
        return random.nextInt(DAYS) * DAY_MS + random.nextInt(6) * Hour.LENGTH_MS;
    }

    private String anyGpu() {
        return "GPU-" + random.nextInt(3);
    }

    private long anyService() {
        return 11L + random.nextInt(2);
    }

    // Each kind of change that there is.
    private void change(int kind) {
        sequence++;
        switch (kind) {
            case 0 -> measure();
            case 1 -> use(random.nextInt(3) == 0);
            case 2 -> rate();
            case 3 ->
                    new SqlAssignmentStore(database())
                            .add(
                                    new GpuServices(
                                            sequence,
                                            anyGpu(),
                                            anyHour() + 1,
                                            random.nextBoolean()
                                                    ? List.of(11L, 12L)
                                                    : List.of(anyService()),
                                            0),
                                    Changes.ANY);
            case 4 ->
                    new SqlGpuStore(database())
                            .addPrice(
                                    new GpuPrice(
                                            sequence,
                                            gpus.require("h100").version().id(),
                                            anyHour(),
                                            1 + random.nextInt(1_000_000_007),
                                            "",
                                            0),
                                    Changes.ANY);
            case 5 -> link();
            case 6 -> figures();
            case 7 -> {
                var _ = hours.rollups().rebuild();
            }
            default -> {
                var _ = hours.measured().deleteDay(Hour.LENGTH_MS * random.nextInt(12));
            }
        }
    }

    private void measure() {
        Active none = new Active(0, 0);
        long seenMs = 1L + random.nextInt(900_000);
        long knownMs = random.nextLong(seenMs + 1);
        GpuHour hour =
                new GpuHour(
                        anyHour(),
                        anyGpu(),
                        "e",
                        random.nextInt(8) == 0 ? "Unheard Of" : "NVIDIA H100 80GB HBM3",
                        seenMs,
                        new Active(knownMs, random.nextLong(1_000 * knownMs + 1)),
                        none,
                        none,
                        random.nextBoolean() ? seenMs : 0,
                        random.nextInt(1_000_000),
                        0);
        hours.measured().add(List.of(hour), List.of());
    }

    private static UsageRecord of(UsageRecord record, long service) {
        Call call = record.call();
        return new UsageRecord(
                record.sequence(),
                new Call(
                        call.id(),
                        call.accountId(),
                        call.keyId(),
                        service,
                        call.tier(),
                        call.priceBookId(),
                        call.subject(),
                        call.tags(),
                        call.proxy(),
                        call.authorizedAtMs()),
                record.settlement(),
                record.charge(),
                record.cost(),
                record.heldNanos(),
                record.overrunNanos(),
                record.settledAtMs(),
                record.unratedReason());
    }

    private void use(boolean isUnrated) {
        long atMs = anyHour() + random.nextLong(Hour.LENGTH_MS);
        UsageRecord record =
                of(
                        Facts.record(
                                sequence,
                                atMs,
                                Facts.request(atMs, sequence),
                                random.nextInt(1_000),
                                isUnrated ? "no price" : ""),
                        anyService());
        if (isUnrated) {
            unrated.add(record);
        }
        fold(
                isUnrated
                        ? new Fact.UsageQuarantined(record, 0, 0)
                        : new Fact.UsageSettled(record, List.of(), 0));
    }

    private void fold(Fact fact) {
        new SqlLedgerStore(database()).fold(List.of(fact), sequence);
    }

    // Tokens that were not told before, in whatever hour.
    private void rate() {
        if (unrated.isEmpty()) {
            return;
        }
        UsageRecord of = unrated.remove(random.nextInt(unrated.size()));
        Fact.UsageRated rated = Facts.rated(sequence, anyHour(), of);
        fold(
                new Fact.UsageRated(
                        rated.sequence(),
                        rated.atMs(),
                        rated.accountId(),
                        rated.keyId(),
                        of.call().serviceId(),
                        rated.subject(),
                        rated.requestId(),
                        false,
                        Units.of(Unit.INPUT_TOKENS, 1 + random.nextInt(5_000)),
                        rated.charge(),
                        0,
                        List.of(),
                        0,
                        rated.operation()));
    }

    private void link() {
        ServiceModel.Run run =
                new ServiceModel.Run(
                        hours.models().require("llama").id(),
                        "llama",
                        gpus.require("h100").version().id(),
                        "h100",
                        TERMS);
        new SqlModelStore(database())
                .add(
                        new ServiceModel(
                                sequence,
                                anyService(),
                                anyHour(),
                                random.nextInt(4) == 0 ? null : run,
                                0),
                        Changes.ANY);
    }

    private void figures() {
        GpuVersion now = gpus.require("h100").version();
        Gpu old = now.figures();
        Gpu slower =
                new Gpu(
                        old.name(),
                        old.title(),
                        old.vramBytes(),
                        old.bytesPerSecond() / 10 * (7 + random.nextInt(3)),
                        old.tdpWatts(),
                        old.flopsPerSecond(),
                        old.hour(),
                        old.source(),
                        old.priceSource());
        assertTrue(
                new SqlGpuStore(database())
                        .add(
                                new GpuVersion(
                                        now.id(), now.version() + 1, slower, false, anyHour()),
                                Changes.ANY));
    }

    private List<CostRow> rows(CostQuery query) {
        List<CostRow> rows = new ArrayList<>();
        String token = "";
        do {
            Page<CostRow> page =
                    new Costs(hours)
                            .query(
                                    query.by(),
                                    query.length(),
                                    query.fromMs(),
                                    query.toMs(),
                                    PageKey.of(1_000, token, "f"));
            rows.addAll(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return rows;
    }

    private Map<Owner, List<Long>> expected(CostQuery query) {
        Map<Owner, long[]> expected = new TreeMap<>();
        int buckets = query.buckets();
        for (CostRow row : rows(query)) {
            int bucket = (int) ((row.bucketMs() - query.fromMs()) / query.length().lengthMs());
            long[] own =
                    expected.computeIfAbsent(
                            row.owner(), _ -> new long[buckets * query.sums().size()]);
            for (int i = 0; i < query.sums().size(); i++) {
                own[i * buckets + bucket] = query.sums().get(i).of(row.amounts());
            }
        }
        // Of a day what is known of any of its hours.
        int known = query.sums().indexOf(CostSum.KNOWN) * buckets;
        if (query.length() == Granularity.DAY && known >= 0) {
            CostQuery byHour =
                    new CostQuery(
                            query.by(),
                            Granularity.HOUR,
                            query.fromMs(),
                            query.toMs(),
                            query.sums());
            for (long[] own : expected.values()) {
                Arrays.fill(own, known, known + buckets, 0);
            }
            for (CostRow row : rows(byHour)) {
                int bucket = (int) ((row.bucketMs() - query.fromMs()) / DAY_MS);
                long[] own = expected.getOrDefault(row.owner(), new long[known + buckets]);
                own[known + bucket] |= CostSum.KNOWN.of(row.amounts());
            }
        }
        return listed(expected);
    }

    private static Map<Owner, List<Long>> listed(Map<Owner, long[]> series) {
        Map<Owner, List<Long>> listed = new TreeMap<>();
        series.forEach(
                (owner, values) -> listed.put(owner, Arrays.stream(values).boxed().toList()));
        return listed;
    }

    private static CostQuery asked(CostBy by, Granularity length, long fromMs, long toMs) {
        return new CostQuery(by, length, fromMs, toMs, List.of(CostSum.values()));
    }

    private void assertAnew(CostQuery query) {
        CostAnswer answer = series.read(query);
        assertEquals(query, answer.told());
        assertEquals(expected(query), listed(answer.series()), query::toString);
    }

    private void assertAllAnew() {
        for (CostBy by : BYS) {
            for (Granularity length : LENGTHS) {
                assertAnew(asked(by, length, 0, DAYS * DAY_MS));
            }
        }
    }

    private void fill() {
        for (int i = 0; i < 150; i++) {
            change(i % 3);
        }
        for (int i = 0; i < 20; i++) {
            change(3 + i % 4);
        }
        for (int i = 0; i < 10; i++) {
            sequence++;
            use(true);
        }
    }

    @Test
    void areWhatIsReckonedAnewAfterAnyChange() {
        fill();
        assertAllAnew();
        for (int i = 0; i < 36; i++) {
            CostQuery query = asked(BYS.get(i % 2), LENGTHS.get(i / 2 % 2), 0, DAYS * DAY_MS);
            // So that nothing but this change is what was not seen.
            var _ = series.read(query);
            change(i % 9);
            assertAnew(query);
        }
        assertAllAnew();
        long firstMs = 5 * Hour.LENGTH_MS;
        assertAnew(asked(CostBy.GPU, Granularity.HOUR, firstMs, firstMs));
        assertAnew(asked(CostBy.GPU, Granularity.HOUR, firstMs, firstMs + Hour.LENGTH_MS));
        assertAnew(asked(CostBy.SERVICE, Granularity.HOUR, firstMs, 60 * Hour.LENGTH_MS));
    }

    @Test
    void nothingIsReckonedAgainThatWasNotChanged() {
        fill();
        CostQuery all = asked(CostBy.SERVICE, Granularity.HOUR, 0, DAYS * DAY_MS);
        var _ = series.read(all);
        reads = 0;
        var _ = series.read(all);
        var _ = series.read(asked(CostBy.SERVICE, Granularity.DAY, DAY_MS, 2 * DAY_MS));
        assertEquals(0, reads);
        change(0);
        assertEquals(listed(series.read(all).series()), expected(all));
        // Of the one day by the series, and by what they are compared with of each.
        assertEquals(1 + DAYS, reads);
    }

    @Test
    void anAnswerThatWouldBeTooLongEndsEarly() {
        fill();
        long toMs = 40_000 * Hour.LENGTH_MS;
        CostQuery query = asked(CostBy.SERVICE, Granularity.HOUR, 0, toMs);
        CostAnswer first = series.read(query);
        // Of nobody, and two services.
        assertEquals(CostSeries.NUMBERS_MAX / 9 / 3 * Hour.LENGTH_MS, first.told().toMs());
        assertEquals(3, first.series().size());
        CostAnswer rest =
                series.read(asked(CostBy.SERVICE, Granularity.HOUR, first.told().toMs(), toMs));
        assertEquals(toMs, rest.told().toMs());
        assertEquals(0, rest.series().size());
    }

    @Test
    void aRebuildIsSeenAlsoWhereItOnlyTakesAway() {
        measure();
        var _ =
                database()
                        .inTransaction(
                                handle ->
                                        handle.execute(
                                                "INSERT INTO rollup_total (granularity,"
                                                        + " bucket_at_ms, service_id, calls,"
                                                        + " failed_calls, unrated_calls, input_tokens,"
                                                        + " cached_input_tokens, output_tokens,"
                                                        + " price_nanos, fee_nanos, charge_nanos,"
                                                        + " overrun_nanos, refunded_nanos,"
                                                        + " implicit_requests)"
                                                        + " VALUES (2, 0, 11, 1, 0, 0, 0, 0, 0,"
                                                        + " 70, 0, 70, 0, 0, 0)"));
        CostQuery day = asked(CostBy.SERVICE, Granularity.HOUR, 0, DAY_MS);
        assertEquals(1, series.read(day).series().tailMap(new Owner("", 11, 0, 0)).size());
        change(7);
        assertEquals(0, series.read(day).series().tailMap(new Owner("", 11, 0, 0)).size());
        assertAnew(day);
    }
}
