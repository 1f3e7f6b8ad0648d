package io.weighbridge.benchmarks;

/// Something that can charge durably.
interface SettleStore extends AutoCloseable {
    String name();

    /// Charges in a closed loop with this store's own number of callers.
    SettleRound round() throws Exception;

    @Override
    void close() throws Exception;
}
