package io.weighbridge.backend.compute.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuCatalogue;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.compute.measure.HourCost.Cost;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

final class HourCostTest {
    private static final long HOUR_MS = 3_600_000;
    private static final OptionalLong NONE = OptionalLong.empty();

    // 2 units an hour from the last instant of hour 5 on.
    private final HourCost costs =
            new HourCost(
                    (gpu, atMs) ->
                            gpu.equals("h100") && atMs >= 6 * HOUR_MS - 1
                                    ? OptionalLong.of(2_000_000_001L)
                                    : NONE);

    private static GpuHour hour(long hour, String gpu, String model, Active busy) {
        return new GpuHour(
                hour * HOUR_MS,
                gpu,
                "e",
                model,
                HOUR_MS / 2,
                busy,
                Active.NOT_KNOWN,
                Active.NOT_KNOWN,
                0,
                0,
                0);
    }

    private static OptionalLong some(long nanos) {
        return OptionalLong.of(nanos);
    }

    @Test
    void shouldCostTheTimeThatWasSeen() {
        String h100 = "NVIDIA H100 80GB HBM3";
        Active quarter = new Active(HOUR_MS / 2, HOUR_MS / 4 * 1_000);
        // 1,000,000,000.5 and 500,000,000.25, half to even.
        assertEquals(
                new Cost(some(2_000_000_001L), some(1_000_000_000L), some(500_000_000L)),
                costs.of(hour(5, "g", h100, quarter)));
        assertEquals(
                new Cost(some(2_000_000_001L), some(1_000_000_000L), NONE),
                costs.of(hour(5, "g", h100, Active.NOT_KNOWN)));
        assertEquals(new Cost(NONE, NONE, NONE), costs.of(hour(4, "g", h100, quarter)));
        assertEquals(new Cost(NONE, NONE, NONE), costs.of(hour(5, "g/1", h100, quarter)));
        assertEquals(new Cost(NONE, NONE, NONE), costs.of(hour(5, "g", "", quarter)));
        assertEquals(
                new Cost(NONE, NONE, NONE),
                costs.of(hour(5, "g", "NVIDIA Thing " + "x".repeat(40), quarter)));
    }

    @Test
    void shouldKnowDriversNames() {
        assertEquals("nvidia-rtx-6000-ada", DriverNames.catalogueName("NVIDIA RTX 6000 Ada"));
        assertEquals("t4", DriverNames.catalogueName("Tesla T4"));
        List<String> names = GpuCatalogue.load().all().stream().map(Gpu::name).toList();
        for (String driver :
                List.of("NVIDIA A100-SXM4-80GB", "NVIDIA L40S", "NVIDIA GeForce RTX 4090")) {
            assertEquals(true, names.contains(DriverNames.catalogueName(driver)), driver);
        }
    }
}
