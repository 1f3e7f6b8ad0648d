package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.control.HeatScale;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

/// A heat map of a measure.
abstract class UsageGrid implements HeatGrid {
    private final Measure measure;
    private final Formats formats;

    UsageGrid(Measure measure, Formats formats) {
        this.measure = measure;
        this.formats = formats;
    }

    /// The sums that a cell is made of, as [Measure#parts] has them; only of one that was read.
    abstract long[] parts(int column, int row);

    /// When a column begins, for programs: with its distance from UTC where it is an instant.
    abstract String columnCode(int column);

    final Formats formats() {
        return formats;
    }

    @Override
    public final HeatScale scale() {
        return switch (measure) {
            case MARGIN, GPU_MARGIN, MEASURED_MARGIN -> HeatScale.MARGINS;
            case MARGIN_SHARE -> HeatScale.MARGIN_SHARES;
            case UTILISATION -> HeatScale.SHARES;
            default -> HeatScale.AMOUNTS;
        };
    }

    @Override
    public final boolean hasGaps() {
        return measure.isCost() || measure.isGpu() || measure.isMeasured();
    }

    @Override
    public String note(int column, int row) {
        return value(column, row) == UNKNOWN ? "" : measure.note(parts(column, row), formats);
    }

    @Override
    public final String exact(long value) {
        return value == GAP || value == NOTHING
                ? Texts.of(value == GAP ? "usage.heat.gap" : "usage.heat.nothing")
                : measure.named(value, formats);
    }

    @Override
    public final String brief(long value) {
        return measure.brief(value, formats);
    }
}
