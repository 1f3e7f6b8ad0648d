package io.weighbridge.backend.attribution;

import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.measure.GpuHour;

import java.util.List;
import java.util.OptionalLong;

/// What a GPU did in an hour. Its energy and cost are split by time.
///
/// @param gpu its UUID
/// @param active the time in which it is known that it computed
/// @param idle in which it is known that it did not
/// @param unknown in which it was seen, but not whether it computed
/// @param knownMs how long it is known what it did, of the hour
record GpuTime(String gpu, Taken active, Taken idle, Taken unknown, long knownMs) {
    private static final long US_PER_MS = 1_000;

    /// @param costNanos of the time in which it was seen
    static GpuTime of(GpuHour hour, OptionalLong costNanos) {
        long seenUs = hour.seenMs() * US_PER_MS;
        if (seenUs == 0) {
            return new GpuTime(hour.gpu(), Taken.NOTHING, Taken.NOTHING, Taken.NOTHING, 0);
        }
        long knownUs = Math.min(seenUs, hour.busy().knownMs() * US_PER_MS);
        long activeUs = Math.min(knownUs, hour.busy().activeUs());
        Taken whole =
                new Taken(
                        seenUs,
                        hour.energyMj(),
                        seenUs - Math.min(seenUs, hour.energyKnownMs() * US_PER_MS),
                        costNanos.orElse(0),
                        costNanos.isPresent() ? 0 : seenUs);
        List<Taken> parts =
                whole.split(
                        List.of(
                                Ratio.of(activeUs),
                                Ratio.of(knownUs - activeUs),
                                Ratio.of(seenUs - knownUs)));
        return new GpuTime(
                hour.gpu(), parts.get(0), parts.get(1), parts.get(2), knownUs / US_PER_MS);
    }

    /// Whether it is known of all of the hour what it did.
    boolean isWhole() {
        return knownMs >= Hour.LENGTH_MS;
    }
}
