package io.weighbridge.backend.attribution;

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
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.backend.usage.RollupStore;
import io.weighbridge.backend.usage.SqlRollupStore;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A store in which anything can be changed that costs follow from.
abstract class CostChanges {
    static final long DAY_MS = CostDay.LENGTH_MS;
    static final int DAYS = 4;
    private static final ServingTerms TERMS =
            new ServingTerms(1_024, 4, 2, 0, Basis.GPU_TIME_VRAM, false, 0, 1_000_000);

    private final Random random = new Random(7);
    private final HandTime time = new HandTime(400 * DAY_MS);
    private final List<UsageRecord> unrated = new ArrayList<>();
    // None of what comes with the program; rising.
    private long sequence = 1_000;
    // How often it was asked what was used.
    int reads;

    @SuppressWarnings("NullAway.Init")
    private Gpus gpus;

    @SuppressWarnings("NullAway.Init")
    Hours hours;

    @SuppressWarnings("NullAway.Init")
    CostSeries series;

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
    final void change(int kind) {
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

    final void measure() {
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

    private void use(boolean isUnrated) {
        long atMs = anyHour() + random.nextLong(Hour.LENGTH_MS);
        UsageRecord record =
                Facts.ofService(
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

    final void fill() {
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
}
