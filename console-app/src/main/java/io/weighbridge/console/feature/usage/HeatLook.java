package io.weighbridge.console.feature.usage;

import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.UsageFilter;

/// What a heat map is asked to show.
record HeatLook(HeatShape shape, Measure measure, UsageFilter filter) {
    Level level() {
        return shape.rows();
    }

    /// Whether it cannot be asked for row by row, and so is read whole: what was measured.
    boolean isReadWhole() {
        return measure.isGpu() || measure.isMeasured();
    }
}
