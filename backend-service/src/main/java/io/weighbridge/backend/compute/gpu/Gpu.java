package io.weighbridge.backend.compute.gpu;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A GPU as its maker describes it, and what its hour costs.
///
/// @param name that it is asked for by, such as `h100`
/// @param title for people
/// @param vramBytes of memory
/// @param bytesPerSecond between memory and processors, at most
/// @param tdpWatts that it takes at most
/// @param flopsPerSecond at most, dense, by the type of the numbers: `fp32`, `fp16`, `bf16`, `fp8`
/// @param hour price of an hour in units of a currency, empty when none is known
/// @param source of the figures
/// @param priceSource of the price
public record Gpu(
        String name,
        String title,
        long vramBytes,
        long bytesPerSecond,
        long tdpWatts,
        Map<String, Long> flopsPerSecond,
        Optional<BigDecimal> hour,
        String source,
        String priceSource) {
    /// A GPU with a copy of the map.
    public Gpu {
        flopsPerSecond = Map.copyOf(flopsPerSecond);
    }

    /// The same with another price.
    public Gpu at(BigDecimal price, String from) {
        return new Gpu(
                name,
                title,
                vramBytes,
                bytesPerSecond,
                tdpWatts,
                flopsPerSecond,
                Optional.of(price),
                source,
                from);
    }

    /// The same without a price.
    public Gpu withoutPrice() {
        return new Gpu(
                name,
                title,
                vramBytes,
                bytesPerSecond,
                tdpWatts,
                flopsPerSecond,
                Optional.empty(),
                source,
                "");
    }

    /// The type that numbers of a type are multiplied as here: without units for `fp8` as `bf16`,
    /// without those as `fp16`.
    public String arithmetic(String type) {
        for (String each : List.of(type, "bf16", "fp16")) {
            if (flopsPerSecond.containsKey(each)) {
                return each;
            }
        }
        return "fp32";
    }
}
