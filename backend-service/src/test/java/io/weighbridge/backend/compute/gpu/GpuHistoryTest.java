package io.weighbridge.backend.compute.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// Whatever is set and whenever, what held before stays what it was.
final class GpuHistoryTest {
    @TempDir Path directory;

    @Test
    void whatHeldIsNeverRewritten() {
        HandTime time = HandTime.now();
        Random random = new Random(20_261_130);
        try (EmptyStore opened = EmptyStore.sqlite(directory)) {
            Gpus gpus =
                    new Gpus(
                            new SqlGpuStore(opened.database()),
                            "USD",
                            new IdSource(time),
                            time,
                            () -> {});
            long id = gpus.require("h100").version().id();
            Map<Long, PricedGpu> held = new HashMap<>();
            for (int i = 0; i < 60; i++) {
                if (random.nextInt(3) == 0) {
                    PricedGpu now = gpus.require("h100");
                    gpus.set(now.version().version(), now.version().figures(), i % 2 == 0);
                } else {
                    long laterMs = random.nextInt(3) == 0 ? 0 : time.wallMs() + random.nextInt(50);
                    gpus.setPrice("h100", 1 + random.nextInt(1_000), laterMs, "step " + i);
                }
                // An instant is past when nothing can be set from it on any more.
                held.put(time.wallMs(), gpus.at(id, time.wallMs()));
                time.pass(1 + random.nextInt(20));
                held.forEach((atMs, gpu) -> assertEquals(gpu, gpus.at(id, atMs)));
            }
        }
    }
}
