package io.weighbridge.backend.usage;

/// The immutable fact of one settled call.
///
/// @param sequence position in the ledger
/// @param call what was known from the start
/// @param settlement what the proxy told at the end
/// @param charge what it came to; [Charge#NONE] when unrated
/// @param heldNanos credit that was set aside; 0 when the hold was lost in a crash
/// @param overrunNanos the part of the charge above the hold
/// @param settledAtMs when
/// @param unratedReason why it could not be priced, empty when it could
public record UsageRecord(
        long sequence,
        Call call,
        Settlement settlement,
        Charge charge,
        long heldNanos,
        long overrunNanos,
        long settledAtMs,
        String unratedReason) {
    /// Whether it waits in quarantine, or did.
    public boolean isUnrated() {
        return !unratedReason.isEmpty();
    }
}
