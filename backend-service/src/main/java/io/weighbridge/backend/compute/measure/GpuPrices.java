package io.weighbridge.backend.compute.measure;

import java.util.OptionalLong;

/// What hours of GPUs cost.
@FunctionalInterface
public interface GpuPrices {
    /// The price of one card's hour that holds at an instant, in nanos of the billing currency;
    /// empty when none is known.
    ///
    /// @param gpu its name in the catalogue
    OptionalLong hourNanos(String gpu, long atMs);
}
