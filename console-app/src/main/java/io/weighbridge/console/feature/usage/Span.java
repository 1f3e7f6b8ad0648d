package io.weighbridge.console.feature.usage;

/// From an instant (included) to another (excluded).
record Span(long fromMs, long toMs) {
    long lengthMs() {
        return toMs - fromMs;
    }
}
