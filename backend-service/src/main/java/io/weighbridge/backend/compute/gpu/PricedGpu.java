package io.weighbridge.backend.compute.gpu;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// A GPU with the price that holds at an instant.
///
/// @param version of its figures
/// @param price null when none is known then
public record PricedGpu(GpuVersion version, @Nullable GpuPrice price) {
    private static final int NANO_PLACES = 9;

    /// For an analysis: the price in units of the currency.
    public Gpu gpu() {
        return price == null
                ? version.figures()
                : version.figures()
                        .at(BigDecimal.valueOf(price.hourNanos(), NANO_PLACES), price.source());
    }
}
