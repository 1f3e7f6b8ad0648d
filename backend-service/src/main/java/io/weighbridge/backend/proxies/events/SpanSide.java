package io.weighbridge.backend.proxies.events;

/// Who wrote a span: both sides of a call do, and one of them is charged.
public enum SpanSide {
    CLIENT,
    SERVER,
    /// A model in the same process.
    INTERNAL
}
