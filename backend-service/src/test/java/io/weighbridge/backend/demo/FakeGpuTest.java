package io.weighbridge.backend.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.measure.Exporter;
import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.MeasureAssembly;
import io.weighbridge.backend.compute.measure.ModelHour;
import io.weighbridge.backend.compute.measure.SqlMeasureStore;
import io.weighbridge.backend.demo.model.FakeGpu;
import io.weighbridge.backend.demo.model.FakeModelHttp;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

final class FakeGpuTest {
    private static final PageKey ALL = PageKey.of(10, "", "");

    @TempDir Path directory;
    private final HandTime time = new HandTime(7_200_000);
    private final FakeGpu gpu = new FakeGpu("chat", time::nanos);

    // As the service reads real ones.
    @Test
    void itsPagesSayWhatItDid() {
        try (FakeModelHttp model = FakeModelHttp.start(_ -> {}, gpu);
                EmptyStore store = EmptyStore.sqlite(directory)) {
            SqlMeasureStore hours = new SqlMeasureStore(store.database());
            List<Exporter> exporters =
                    Stream.of(model.exporters().split(" ", -1))
                            .map(text -> Objects.requireNonNull(Exporter.parse(text)))
                            .toList();
            MeasureAssembly measured =
                    new MeasureAssembly(
                            exporters, hours, (_, _) -> OptionalLong.empty(), time, 5_000, 0);
            measured.round();
            for (int i = 0; i < 2; i++) {
                // Two seconds' worth, of which a cached prompt is nothing.
                gpu.read("chat", 20_000, 10_000);
                gpu.wrote("chat", 4_000);
                gpu.wrote("large", 4_000);
                gpu.ended("chat");
                time.pass(5_000);
                measured.round();
            }

            GpuHour hour = hours.gpuHours(0, Long.MAX_VALUE, ALL).items().getFirst();
            assertEquals(FakeGpu.UUID, hour.gpu());
            assertEquals("NVIDIA H100 80GB HBM3", hour.model());
            // Idle, two fifths, two fifths: a mean of a fifth, then two fifths.
            assertEquals(new Active(10_000, 3_000_000), hour.busy());
            // 100 W, and 500 more for four seconds.
            assertEquals(3_000_000, hour.energyMj());
            ModelHour served = hours.modelHours(0, Long.MAX_VALUE, ALL).items().getFirst();
            assertEquals("chat", served.model());
            assertEquals(OptionalLong.of(2), served.calls());
            assertEquals(OptionalLong.of(40_000), served.promptTokens());
            assertEquals(OptionalLong.of(8_000), served.outputTokens());
            assertEquals(OptionalLong.of(800_000), served.prefillUs());
            assertEquals(OptionalLong.of(3_200_000), served.decodeUs());
        }
    }
}
