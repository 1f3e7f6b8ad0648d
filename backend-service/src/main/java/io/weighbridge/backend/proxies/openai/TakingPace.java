package io.weighbridge.backend.proxies.openai;

/// How long a client may take to take an answer: so long for each part, and over the whole answer
/// no longer than at the least rate. Who takes a part just in time, again and again, would keep a
/// place for hours. Only the time counts in which we wait for the client. Used by one thread.
final class TakingPace {
    /// 16 kbit a second: a slow radio link has more.
    static final long BYTES_PER_SECOND = 2_048;

    private final long partTimeoutMs;
    private long waitedMs;
    private long bytes;

    TakingPace(long partTimeoutMs) {
        this.partTimeoutMs = partTimeoutMs;
    }

    /// How long the next part may take.
    long allowedMs() {
        long ofAll = partTimeoutMs + bytes * 1_000 / BYTES_PER_SECOND - waitedMs;
        return Math.clamp(ofAll, 0, partTimeoutMs);
    }

    /// A part was taken.
    void took(long partBytes, long partMs) {
        bytes += partBytes;
        waitedMs += partMs;
    }
}
