package io.weighbridge.console.feature.usage.ask;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;

import java.util.List;

/// What was taken of measured GPUs in the hours of a cell, and earned by it. What is not known is
/// not 0.
///
/// @param rows that the service told of it; none: nothing happened, or the GPU was not seen
/// @param activeUs for how long GPUs computed
/// @param costNanos of all time, as far as it has a price
/// @param costsKnown of how many rows any of it is known
/// @param energyMj likewise
/// @param energiesKnown likewise
/// @param earnedNanos what calls were charged
/// @param marginNanos earned less cost, of those rows of which that is known
/// @param marginGaps of how many rows it is not
public record CellMeasured(
        long rows,
        long activeUs,
        long costNanos,
        long costsKnown,
        long energyMj,
        long energiesKnown,
        long earnedNanos,
        long marginNanos,
        long marginGaps) {
    /// The columns of [#figures].
    public static final List<String> NAMES =
            List.of("active_us", "energy_mj", "cost", "earned", "margin");

    /// Of the sums that [Measure#parts] of measured hours names, in that order.
    public static CellMeasured of(long[] parts) {
        return new CellMeasured(
                parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7],
                parts[8]);
    }

    /// The value of a cell; a [HeatGrid#GAP] where it is not known.
    long value(Measure measure) {
        if (rows <= 0) {
            return measure.isGpu() ? HeatGrid.GAP : HeatGrid.NOTHING;
        }
        return switch (measure) {
            case ACTIVE_TIME -> activeUs;
            case MEASURED_ENERGY -> energiesKnown > 0 ? energyMj : HeatGrid.GAP;
            case GPU_EARNED -> earnedNanos;
            case GPU_MARGIN, MEASURED_MARGIN -> marginGaps > 0 ? HeatGrid.GAP : marginNanos;
            default -> costsKnown > 0 ? costNanos : HeatGrid.GAP;
        };
    }

    /// The same of what was earned without a GPU: where there was nothing, nothing is unknown.
    public long valueWithoutGpu(Measure measure) {
        return earnedNanos == 0 ? HeatGrid.NOTHING : value(measure);
    }

    /// All of it in words; empty where nothing happened.
    String note(Formats formats) {
        return rows <= 0
                ? ""
                : Texts.of(
                        "usage.heat.measured",
                        exact(Measure.ACTIVE_TIME, formats),
                        exact(Measure.MEASURED_ENERGY, formats),
                        exact(Measure.MEASURED_COST, formats),
                        exact(Measure.GPU_EARNED, formats),
                        exact(Measure.MEASURED_MARGIN, formats));
    }

    private String exact(Measure measure, Formats formats) {
        long value = value(measure);
        return HeatGrid.isValue(value) ? measure.exact(value, formats) : "–";
    }

    /// The figures for a file; empty where not known.
    public List<String> figures() {
        return List.of(
                Long.toString(activeUs),
                energiesKnown > 0 ? Long.toString(energyMj) : "",
                costsKnown > 0 ? Nanos.toDecimal(costNanos) : "",
                Nanos.toDecimal(earnedNanos),
                rows > 0 && marginGaps <= 0 ? Nanos.toDecimal(marginNanos) : "");
    }
}
