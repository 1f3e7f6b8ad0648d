package io.weighbridge.backend.platform.time;

/// Where time comes from. One reading serves both scales: rates are measured on the monotonic one,
/// which no clock change moves; expiry, price books and records use the wall clock.
public interface TimeSource {
    /// Nanoseconds on a clock that only goes forward; its zero means nothing.
    long nanos();

    /// The wall clock at a recent reading of [#nanos], in milliseconds since 1970.
    long wallMs(long nanos);

    /// The wall clock now.
    default long wallMs() {
        return wallMs(nanos());
    }
}
