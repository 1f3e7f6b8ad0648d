package io.weighbridge.console.feature.usage.ask;

/// From an instant (included) to another (excluded).
public record Span(long fromMs, long toMs) {
    long lengthMs() {
        return toMs - fromMs;
    }
}
