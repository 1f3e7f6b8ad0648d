package io.weighbridge.console.feature.usage;

/// What a heat map is asked to show.
record HeatLook(HeatShape shape, Measure measure, UsageFilter filter) {
    Level level() {
        return shape.rows();
    }
}
