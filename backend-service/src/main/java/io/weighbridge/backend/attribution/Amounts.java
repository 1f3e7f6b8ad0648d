package io.weighbridge.backend.attribution;

import java.util.OptionalLong;

/// What somebody took of GPUs in an hour or more, and paid.
///
/// @param active time in which GPUs computed
/// @param idle time in which they did not
/// @param unknown time in which they were seen, but not whether they computed
/// @param earnedNanos what calls were charged
/// @param unmeasuredNanos of that, by services of which no time was measured
/// @param isIncomplete whether not all of the hours of these GPUs was seen, or a service has none
record Amounts(
        Taken active,
        Taken idle,
        Taken unknown,
        long earnedNanos,
        long unmeasuredNanos,
        boolean isIncomplete) {
    static Amounts of(Taken active, boolean isIncomplete) {
        return new Amounts(active, Taken.NOTHING, Taken.NOTHING, 0, 0, isIncomplete);
    }

    static Amounts earned(long nanos, boolean isMeasured) {
        return new Amounts(
                Taken.NOTHING,
                Taken.NOTHING,
                Taken.NOTHING,
                nanos,
                isMeasured ? 0 : nanos,
                !isMeasured);
    }

    Amounts plus(Amounts more) {
        return new Amounts(
                active.plus(more.active),
                idle.plus(more.idle),
                unknown.plus(more.unknown),
                Math.addExact(earnedNanos, more.earnedNanos),
                Math.addExact(unmeasuredNanos, more.unmeasuredNanos),
                isIncomplete || more.isIncomplete);
    }

    /// All time together.
    Taken taken() {
        return active.plus(idle).plus(unknown);
    }

    /// Empty when none of the time has a known energy.
    OptionalLong energyMj() {
        Taken all = taken();
        return all.us() > all.energyUnknownUs()
                ? OptionalLong.of(all.energyMj())
                : OptionalLong.empty();
    }

    /// Empty when none of the time has a price.
    OptionalLong costNanos() {
        Taken all = taken();
        return all.us() > all.unpricedUs() || isNothingMeasured()
                ? OptionalLong.of(all.costNanos())
                : OptionalLong.empty();
    }

    /// Earned less cost; empty when cost is not known for all of it.
    OptionalLong marginNanos() {
        Taken all = taken();
        return (all.us() > 0 || isNothingMeasured())
                        && all.unpricedUs() == 0
                        && unmeasuredNanos == 0
                ? OptionalLong.of(Math.subtractExact(earnedNanos, all.costNanos()))
                : OptionalLong.empty();
    }

    // A share of measured time of less than a microsecond.
    private boolean isNothingMeasured() {
        return taken().us() == 0 && unmeasuredNanos < earnedNanos;
    }
}
