package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/// What was predicted for a service's tokens beside what was measured.
///
/// @param serviceId the service
/// @param hours in which it was called, and both are known
/// @param leftOutHours in which it was called, but not both are known: in no figure
/// @param sharedHours of the hours, those in which others had work on its GPUs
/// @param predicted time of GPUs in microseconds
/// @param measuredUs time of GPUs, as if it had gone on for whole hours as in the known parts
record Drift(
        long serviceId,
        long hours,
        long leftOutHours,
        long sharedHours,
        Ratio predicted,
        long measuredUs) {
    private static final long MILLION = 1_000_000;

    static Drift none(long serviceId) {
        return new Drift(serviceId, 0, 0, 0, Ratio.ZERO, 0);
    }

    Drift leftOut() {
        return new Drift(serviceId, hours, leftOutHours + 1, sharedHours, predicted, measuredUs);
    }

    Drift plus(Ratio morePredicted, long moreMeasuredUs, boolean isShared) {
        return new Drift(
                serviceId,
                hours + 1,
                leftOutHours,
                sharedHours + (isShared ? 1 : 0),
                predicted.plus(morePredicted),
                Math.addExact(measuredUs, moreMeasuredUs));
    }

    /// Rounded half to even.
    long predictedUs() {
        return rounded(predicted);
    }

    /// Whether one can be held against the other.
    boolean isKnown() {
        return measuredUs > 0 && predicted.compareTo(Ratio.ZERO) > 0;
    }

    /// Measured over predicted, rounded half to even; empty when one is not known.
    OptionalLong ratioMillionths() {
        return isKnown()
                ? OptionalLong.of(rounded(Ratio.of(measuredUs).times(MILLION).over(predicted)))
                : OptionalLong.empty();
    }

    static long rounded(Ratio value) {
        return new BigDecimal(value.numerator())
                .divide(new BigDecimal(value.denominator()), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
