package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.GpuPrice;
import io.weighbridge.backend.compute.gpu.PricedGpu;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.Unit;

/// Rates of what calls take of GPUs, so that each pays by the cost curve of its model.
final class CurveRates {
    private static final long HOUR_MS = 3_600_000;
    private static final long HOUR_SECONDS = 3_600;
    private static final long MIB = 1L << 20;
    private static final long GIB_HOUR = HOUR_MS * 1_024;
    private static final long GAS = 1_000_000;
    private static final long FLOPS_OF_GAS = 1_000_000_000;

    private CurveRates() {}

    /// What an hour of a card, of a GiB of its memory, or the operations of it must be sold for.
    ///
    /// @param flopsPerSecond that the model reaches
    static Rate of(
            Service service,
            ServingTerms serving,
            PricedGpu gpu,
            GpuPrice hour,
            Ratio flopsPerSecond) {
        Ratio nanos = serving.terms().price(Ratio.of(hour.hourNanos()));
        if (serving.basis() == Basis.FLOPS) {
            Ratio flopsOfHour = flopsPerSecond.times(HOUR_SECONDS);
            Ratio ofGas = nanos.times(FLOPS_OF_GAS).times(GAS).over(flopsOfHour);
            return Proposals.rate(service, Unit.GIGAFLOPS, ofGas, GAS);
        }
        if (serving.wholeCards()) {
            return Proposals.rate(service, Unit.GPU_MILLISECONDS, nanos, HOUR_MS);
        }
        Ratio gibs = Ratio.of(gpu.version().figures().vramBytes(), MIB * 1_024);
        return Proposals.rate(service, Unit.VRAM_MIB_MILLISECONDS, nanos.over(gibs), GIB_HOUR);
    }
}
