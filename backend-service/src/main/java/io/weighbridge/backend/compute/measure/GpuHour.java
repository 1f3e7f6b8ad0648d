package io.weighbridge.backend.compute.measure;

/// What was seen of a GPU in an hour, or in a part of one. Times in which a figure was not told
/// are not in its `…KnownMs`: what is not known is not 0.
///
/// @param hourMs when the hour begins
/// @param gpu its UUID
/// @param exporter that told it
/// @param model as its driver names it
/// @param seenMs how long it was seen
/// @param busy how long it computed
/// @param tensor how long its matrix units did
/// @param memory how long its memory was read or written
/// @param energyKnownMs how long it is known what it took
/// @param energyMj that it took in that time, in millijoules
/// @param memoryUsedMostMib the most of its memory that was used; 0 when that was not told
public record GpuHour(
        long hourMs,
        String gpu,
        String exporter,
        String model,
        long seenMs,
        Active busy,
        Active tensor,
        Active memory,
        long energyKnownMs,
        long energyMj,
        long memoryUsedMostMib) {

    /// How long something was active.
    ///
    /// @param knownMs the time in which that is known, in milliseconds
    /// @param activeUs the part of it in which it was, in microseconds
    public record Active(long knownMs, long activeUs) {
        static final Active NOT_KNOWN = new Active(0, 0);

        Active plus(Active more) {
            return new Active(knownMs + more.knownMs, activeUs + more.activeUs);
        }
    }

    /// Both parts of one hour together; the later one says what the GPU is.
    GpuHour plus(GpuHour later) {
        return new GpuHour(
                hourMs,
                gpu,
                later.exporter,
                later.model,
                seenMs + later.seenMs,
                busy.plus(later.busy),
                tensor.plus(later.tensor),
                memory.plus(later.memory),
                energyKnownMs + later.energyKnownMs,
                energyMj + later.energyMj,
                Math.max(memoryUsedMostMib, later.memoryUsedMostMib));
    }
}
