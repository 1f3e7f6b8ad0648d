package io.weighbridge.backend.compute.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.gpu.PricedGpu;
import io.weighbridge.backend.compute.gpu.SqlGpuStore;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.SqlModelStore;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What services run, at each instant, as the store has it.
final class ServiceCurvesTest {
    private static final Units CALL = Units.tokens(2_000, 100);
    private static final ServingTerms TERMS =
            new ServingTerms(4_096, 8, 2, 0, Basis.GPU_TIME_VRAM, false, 0, 1_000_000);

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private Database database;
    private ServiceCurves curves;
    private Gpus gpus;
    private Models models;
    private Service chat;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        IdSource ids = new IdSource(time);
        SqlGpuStore gpuStore = new SqlGpuStore(database);
        SqlModelStore modelStore = new SqlModelStore(database);
        curves = new ServiceCurves(gpuStore, modelStore);
        gpus = new Gpus(gpuStore, "USD", ids, time, curves::refresh);
        models = new Models(modelStore, gpus, "USD", ids, time, curves::refresh);
        chat =
                new Services(new SqlServiceStore(database), ids, time)
                        .create("chat", ServiceSettings.TEXT_DEFAULT);
        curves.load();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void save(String name, String config) throws IOException {
        byte[] json = config.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var _ = models.save(name, ModelContent.ofConfig(name, json));
    }

    private CallCost cost(long atMs) {
        return curves.of(chat.id(), atMs, CALL, 500);
    }

    private long gas(long atMs) {
        return Objects.requireNonNull(curves.at(chat.id(), atMs)).count(Unit.GIGAFLOPS, CALL);
    }

    @Test
    void whatHeldAtAnInstantIsFoundThere() throws IOException {
        save("llama 3", Configs.LLAMA_3_8B);
        save("llama 2", Configs.LLAMA_2_7B);
        long beforeMs = time.wallMs();
        assertNull(curves.at(chat.id(), beforeMs));
        assertEquals(CallCost.NONE, cost(beforeMs));
        time.pass(10);
        long firstMs = time.wallMs();
        var _ = models.run(chat, "llama 3", "h100", TERMS, 0);
        var _ = models.run(chat, "llama 2", "h100", TERMS, firstMs + 1_000);
        var _ = models.runUnknown(chat, firstMs + 2_000);
        assertNull(curves.at(chat.id(), firstMs - 1));
        long large = gas(firstMs);
        assertEquals(large, gas(firstMs + 999));
        assertTrue(gas(firstMs + 1_000) < large);
        assertNull(curves.at(chat.id(), firstMs + 2_000));
        assertEquals(CallCost.NONE, cost(firstMs + 2_000));
        assertNull(curves.at(chat.id() + 1, firstMs));
        // Of two from the same instant the later made one holds.
        var _ = models.run(chat, "llama 3", "h100", TERMS, firstMs + 1_000);
        assertEquals(large, gas(firstMs + 1_000));
    }

    @Test
    void anHoursPriceAndACardsFiguresHoldFromTheirInstantOn() throws IOException {
        save("llama 3", Configs.LLAMA_3_8B);
        time.pass(10);
        var _ = models.run(chat, "llama 3", "h100", TERMS, 0);
        long firstMs = time.wallMs();
        CallCost first = cost(firstMs);
        assertTrue(first.predictedNanos() > 0 && first.measuredNanos() > 0, first::toString);
        long hour = gpus.hourNanos("h100", firstMs).orElseThrow();
        var _ = gpus.setPrice("h100", 3 * hour, firstMs + 500, "an offer");
        assertEquals(first, cost(firstMs + 499));
        long thrice = cost(firstMs + 500).predictedNanos();
        assertTrue(Math.abs(thrice - 3 * first.predictedNanos()) <= 2, thrice + " " + first);
        time.pass(100);
        PricedGpu card = gpus.require("h100");
        var figures = card.version().figures();
        var _ =
                gpus.set(
                        1,
                        new Gpu(
                                "h100",
                                "twice as fast",
                                figures.vramBytes(),
                                2 * figures.bytesPerSecond(),
                                figures.tdpWatts(),
                                figures.flopsPerSecond(),
                                Optional.empty(),
                                "made up",
                                ""),
                        false);
        assertEquals(first, cost(firstMs + 99));
        assertTrue(cost(firstMs + 100).predictedNanos() < first.predictedNanos());
    }

    @Test
    void aCardWithoutAPriceHasACurveAndNoCost() throws IOException {
        save("llama 3", Configs.LLAMA_3_8B);
        var _ = models.run(chat, "llama 3", "l40s", TERMS, 0);
        assertTrue(gas(time.wallMs()) > 0);
        assertEquals(
                new CallCost(Basis.GPU_TIME_VRAM, CallCost.UNKNOWN, CallCost.UNKNOWN),
                cost(time.wallMs()));
    }

    @Test
    void aModelThatIsNotWhollyKnownHasNoCurve() throws IOException {
        save("listens", Configs.LLAMA_3_8B.replace("}", ",'audio_config':{}}"));
        var _ = models.run(chat, "listens", "h100", TERMS, 0);
        assertNull(curves.at(chat.id(), time.wallMs()));
        assertEquals(CallCost.NONE, cost(time.wallMs()));
    }

    @Test
    void aStoreThatCannotBeReadLeavesWhatWasKnown() throws IOException {
        save("llama 3", Configs.LLAMA_3_8B);
        var _ = models.run(chat, "llama 3", "h100", TERMS, 0);
        CallCost known = cost(time.wallMs());
        database.close();
        curves.refresh();
        assertEquals(known, cost(time.wallMs()));
        // It is tried again until it can.
        assertThrows(Fault.class, curves::settleDoubts);
    }
}
