package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;

import java.util.List;

/// What was measured of a GPU, or of several, in the hours of a cell. Each figure says for how long
/// or how often it is known: what is not known is not 0.
///
/// @param seenMs how long it was seen
/// @param busyKnownMs how long it is known whether it computed
/// @param busyUs how long it did
/// @param costNanos of the time in which it was seen
/// @param costsKnown of how many hours that is known
/// @param idleNanos of the time in which it is known that it did not compute
/// @param idlesKnown of how many hours that is known
/// @param energyMj in millijoules
/// @param energyKnownMs of which time
public record CellGpu(
        long seenMs,
        long busyKnownMs,
        long busyUs,
        long costNanos,
        long costsKnown,
        long idleNanos,
        long idlesKnown,
        long energyMj,
        long energyKnownMs) {
    /// The columns of [#figures].
    public static final List<String> NAMES =
            List.of(
                    "seen_ms",
                    "busy_known_ms",
                    "busy_us",
                    "cost",
                    "idle_cost",
                    "energy_known_ms",
                    "energy_mj");

    /// Of the sums that [Measure#parts] of GPUs names, in that order.
    public static CellGpu of(long[] parts) {
        return new CellGpu(
                parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7],
                parts[8]);
    }

    /// The value of a cell; a [HeatGrid#GAP] where it is not known.
    long value(Measure measure) {
        return switch (measure) {
            case GPU_COST -> known(costNanos, costsKnown);
            case IDLE_COST -> known(idleNanos, idlesKnown);
            case ENERGY -> known(energyMj, energyKnownMs);
            // Millionths: microseconds of milliseconds are thousandths.
            default ->
                    busyKnownMs <= 0
                            ? HeatGrid.GAP
                            : Math.multiplyExact(busyUs, 1_000) / busyKnownMs;
        };
    }

    private static long known(long value, long knownOf) {
        return knownOf > 0 ? value : HeatGrid.GAP;
    }

    /// All of it in words.
    String note(Formats formats) {
        return seenMs <= 0
                ? Texts.of("usage.heat.unseen")
                : Texts.of(
                        "usage.heat.gpu",
                        formats.duration(seenMs),
                        exact(Measure.UTILISATION, formats),
                        exact(Measure.GPU_COST, formats),
                        exact(Measure.IDLE_COST, formats),
                        exact(Measure.ENERGY, formats));
    }

    private String exact(Measure measure, Formats formats) {
        long value = value(measure);
        return HeatGrid.isValue(value) ? measure.exact(value, formats) : "–";
    }

    /// The figures for a file; empty where not known.
    public List<String> figures() {
        return List.of(
                Long.toString(seenMs),
                Long.toString(busyKnownMs),
                busyKnownMs > 0 ? Long.toString(busyUs) : "",
                costsKnown > 0 ? Nanos.toDecimal(costNanos) : "",
                idlesKnown > 0 ? Nanos.toDecimal(idleNanos) : "",
                Long.toString(energyKnownMs),
                energyKnownMs > 0 ? Long.toString(energyMj) : "");
    }
}
