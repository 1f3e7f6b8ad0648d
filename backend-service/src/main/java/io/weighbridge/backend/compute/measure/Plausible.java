package io.weighbridge.backend.compute.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;

/// Values that can be. Drivers write impossible ones for what a card does not measure: huge
/// integers near 2^63, 2^31 and 2^47, more than 100 percent. Those are missing, not measured.
final class Plausible {
    /// All of the time.
    static final long PPM = 1_000_000;

    private static final long PPM_PER_PERCENT = 10_000;
    private static final long POWER_MW_MOST = 20_000_000;
    private static final long MEMORY_MIB_MOST = 16L << 20;
    // DCGM_INT64_BLANK and its neighbours; a card that takes 20 kW needs 14,600 years to get there.
    private static final long ENERGY_MJ_MOST = Long.MAX_VALUE - 64;

    private Plausible() {}

    /// A part of the time that is given in percent, as millionths.
    static OptionalLong percent(Optional<BigDecimal> value) {
        return scaled(value, PPM_PER_PERCENT, PPM);
    }

    /// A part of the time that is given as 0 to 1, as millionths.
    static OptionalLong ratio(Optional<BigDecimal> value) {
        return scaled(value, PPM, PPM);
    }

    /// Watts as milliwatts.
    static OptionalLong watts(Optional<BigDecimal> value) {
        return scaled(value, 1_000, POWER_MW_MOST);
    }

    /// Millijoules.
    static OptionalLong energyMj(Optional<BigDecimal> value) {
        return scaled(value, 1, ENERGY_MJ_MOST);
    }

    /// MiB.
    static OptionalLong memoryMib(Optional<BigDecimal> value) {
        return scaled(value, 1, MEMORY_MIB_MOST);
    }

    /// A counter, times a number.
    static OptionalLong counter(Optional<BigDecimal> value, long factor) {
        return scaled(value, factor, Long.MAX_VALUE >> 8);
    }

    private static OptionalLong scaled(Optional<BigDecimal> value, long factor, long most) {
        if (value.isEmpty() || value.get().signum() < 0) {
            return OptionalLong.empty();
        }
        BigDecimal scaled =
                value.get().multiply(BigDecimal.valueOf(factor)).setScale(0, RoundingMode.HALF_UP);
        return scaled.compareTo(BigDecimal.valueOf(most)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(scaled.longValueExact());
    }
}
