package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;

import java.util.ArrayList;
import java.util.List;

/// Time of GPUs, and what was taken in it.
///
/// @param us of time, in microseconds
/// @param energyMj in millijoules, as far as it is known
/// @param energyUnknownUs of the time, how much has no known energy
/// @param costNanos as far as it has a price
/// @param unpricedUs of the time, how much has none
record Taken(long us, long energyMj, long energyUnknownUs, long costNanos, long unpricedUs) {
    static final Taken NOTHING = new Taken(0, 0, 0, 0, 0);

    Taken plus(Taken more) {
        return new Taken(
                Math.addExact(us, more.us),
                Math.addExact(energyMj, more.energyMj),
                Math.addExact(energyUnknownUs, more.energyUnknownUs),
                Math.addExact(costNanos, more.costNanos),
                Math.addExact(unpricedUs, more.unpricedUs));
    }

    /// Parts that add up to it.
    ///
    /// @param weights not all 0
    List<Taken> split(List<Ratio> weights) {
        Shares shares = new Shares(weights);
        long[] times = shares.of(us);
        long[] energies = shares.of(energyMj);
        long[] unknown = shares.of(energyUnknownUs);
        long[] costs = shares.of(costNanos);
        long[] unpriced = shares.of(unpricedUs);
        List<Taken> parts = new ArrayList<>(times.length);
        for (int i = 0; i < times.length; i++) {
            parts.add(new Taken(times[i], energies[i], unknown[i], costs[i], unpriced[i]));
        }
        return parts;
    }
}
