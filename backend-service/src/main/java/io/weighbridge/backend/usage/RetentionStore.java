package io.weighbridge.backend.usage;

/// Where usage records are deleted from.
public interface RetentionStore {
    /// What a batch came to.
    ///
    /// @param lastSequence how far it looked
    /// @param deleted how many records it deleted
    /// @param more whether there may be more to delete
    record Batch(long lastSequence, int deleted, boolean more) {}

    /// Deletes some records, all or none of them: those that were settled before an instant, were
    /// priced when they were settled, and were never refunded. Keeps what they came to.
    ///
    /// @param keptFromMs start of a day of UTC
    /// @param afterSequence where to begin
    /// @param most how many to look at
    Batch delete(long keptFromMs, long afterSequence, int most);
}
