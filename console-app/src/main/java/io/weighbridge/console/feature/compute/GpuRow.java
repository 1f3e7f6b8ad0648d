package io.weighbridge.console.feature.compute;

import io.weighbridge.console.feature.compute.said.Said;
import io.weighbridge.proto.v1.Gpu;
import io.weighbridge.proto.v1.GpuPrice;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A GPU of the catalogue.
///
/// @param later the next price of its hour that holds from an instant to come; null for none
record GpuRow(Gpu gpu, @Nullable GpuPrice later) {
    boolean isPriced() {
        return gpu.hasPrice();
    }

    /// The first of what is to come; of several from the same instant the one made last.
    ///
    /// @param prices in the order in which they were made
    static @Nullable GpuPrice later(List<GpuPrice> prices, long nowMs) {
        return new Said<>(prices, GpuPrice::getEffectiveAtMs).after(nowMs);
    }
}
