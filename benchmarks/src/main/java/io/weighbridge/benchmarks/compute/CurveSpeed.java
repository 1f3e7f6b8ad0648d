package io.weighbridge.benchmarks.compute;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.curve.Costing;
import io.weighbridge.backend.compute.curve.ServiceCurves;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.gpu.SqlGpuStore;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.SqlModelStore;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/// How long the cost of a call takes by a service's curve, and a count that a price needs: on one
/// thread, of calls of random size, the median of runs.
public final class CurveSpeed {
    private static final int CALLS = 4_096;
    private static final int ROUNDS = 200;
    private static final int RUNS = 9;

    private CurveSpeed() {}

    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("weighbridge-benchmark");
        try (Database database = Database.open(directory)) {
            SystemTime time = new SystemTime();
            IdSource ids = new IdSource(time);
            SqlGpuStore gpuStore = new SqlGpuStore(database);
            SqlModelStore modelStore = new SqlModelStore(database);
            ServiceCurves curves = new ServiceCurves(gpuStore, modelStore);
            Gpus gpus = new Gpus(gpuStore, "USD", ids, time, curves::refresh);
            Models models = new Models(modelStore, gpus, "USD", ids, time, curves::refresh);
            Services services = new Services(new SqlServiceStore(database), ids, time);
            int number = 0;
            for (Map.Entry<String, String> each : AnalyzeSpeed.CONFIGS.entrySet()) {
                byte[] config = each.getValue().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
                String name = "m" + number++;
                var _ = models.save(name, ModelContent.ofConfig(name, config));
                Service service = services.create(name, ServiceSettings.TEXT_DEFAULT);
                ServingTerms terms =
                        new ServingTerms(
                                8_192, 32, 2, 0, Basis.GPU_TIME_VRAM, false, 300_000, 500_000);
                var _ = models.run(service, name, "h100", terms, 0);
                measure(each.getKey(), curves, service.id(), time.wallMs());
            }
        }
    }

    private static void measure(String title, ServiceCurves curves, long service, long nowMs) {
        Units[] calls = new Units[CALLS];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CALLS; i++) {
            calls[i] = Units.tokens(random.nextLong(1, 100_000), random.nextLong(1, 4_000));
        }
        Costing curve = Objects.requireNonNull(curves.at(service, nowMs));
        System.out.printf(
                Locale.ROOT,
                "%-40s cost of a call %d ns, gas %d ns, MiB of vRAM x ms %d ns%n",
                title,
                median(calls, units -> curves.of(service, nowMs, units, 500).predictedNanos()),
                median(calls, units -> curve.count(Unit.GIGAFLOPS, units)),
                median(calls, units -> curve.count(Unit.VRAM_MIB_MILLISECONDS, units)));
    }

    private static long median(Units[] calls, ToLongFunction<Units> one) {
        LongSupplier all =
                () -> {
                    long sum = 0;
                    for (int round = 0; round < ROUNDS; round++) {
                        for (Units units : calls) {
                            sum += one.applyAsLong(units);
                        }
                    }
                    return sum;
                };
        long[] nanos = new long[RUNS];
        long sum = 0;
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            sum += all.getAsLong();
            nanos[run] = (System.nanoTime() - begin) / ((long) CALLS * ROUNDS);
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was counted");
        }
        java.util.Arrays.sort(nanos);
        return nanos[RUNS / 2];
    }
}
