package io.weighbridge.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/// Something that can charge durably.
interface SettleStore extends AutoCloseable {
    String name();

    /// Charges in a closed loop with this store's own number of callers.
    SettleRound round() throws Exception;

    @Override
    void close() throws IOException, SQLException;
}
