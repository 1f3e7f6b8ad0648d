package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.audit.EntryHash;

import java.util.List;
import java.util.function.Consumer;

/// The log as it is checked: of a running service, or in a data directory that nobody has open.
public interface AuditChain {
    /// Where it ends.
    ///
    /// @param lastSequence of the entries that are there; 0 for none
    /// @param headSequence that the head says
    /// @param headHash that the head says, in hexadecimal
    record Bounds(long lastSequence, long headSequence, String headHash) {}

    /// An entry while it is read.
    interface Row {
        /// Its place.
        long sequence();

        /// The hash that is stored with it.
        byte[] hash();

        /// Adds all that the hash covers.
        void addTo(EntryHash hashing);
    }

    /// Where it ends, in one view.
    Bounds bounds();

    /// Entries in their order.
    ///
    /// @param from first sequence
    /// @param to first sequence after them
    void scan(long from, long to, Consumer<Row> rows);

    /// The checkpoints that the service signed, in their order.
    List<Checkpoint> checkpoints();
}
