package io.weighbridge.backend.usage;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import java.util.List;
import java.util.OptionalLong;

/// Reads records in the order of the ledger, for what looks at very many of them.
public interface UsageScan {
    /// Of a record, what its price depends on, and what it came to.
    ///
    /// @param sequence position in the ledger
    /// @param settlement what the proxy told at the end
    /// @param told what was told only at a later rating; none where the settlement tells it
    /// @param ratedSequence position of the later rating in the ledger; 0: there is none
    /// @param ratedAtMs when that was
    /// @param authorizedAtMs when it began
    /// @param settledAtMs when it was settled
    /// @param proxy that told it; empty unless it was rated later
    /// @param unratedReason why it had no price when it was settled; empty where it had
    /// @param isCharged whether it was charged: priced when it was settled, or later
    /// @param chargeNanos what it came to; 0 when it was not charged
    /// @param costNanos what it cost us; below 0 when not known
    /// @param balanceNanos of the account after the record was written; empty where it changed
    ///     nothing
    record Scanned(
            long sequence,
            long accountId,
            long serviceId,
            ServiceTier tier,
            Settlement settlement,
            Units told,
            long ratedSequence,
            long ratedAtMs,
            long authorizedAtMs,
            long settledAtMs,
            String proxy,
            String unratedReason,
            boolean isCharged,
            long chargeNanos,
            long costNanos,
            OptionalLong balanceNanos) {
        /// Whether what it came to was rated later, if it was.
        public boolean isLate() {
            return !unratedReason.isEmpty();
        }

        /// What it used, whenever that was told.
        public Units used() {
            return told.isEmpty() ? settlement.units() : told;
        }
    }

    /// The sequence from which on records are not before an instant.
    long firstAt(long atMs);

    /// Records before this instant may be deleted.
    long keptFromMs();

    /// The next records from a sequence on, in order; empty when there are no more.
    ///
    /// @param fromSequence the first that may be among them
    /// @param rowsMax at most so many
    List<Scanned> next(long fromSequence, int rowsMax);
}
