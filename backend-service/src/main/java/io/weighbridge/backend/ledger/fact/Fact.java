package io.weighbridge.backend.ledger.fact;

import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Something that happened, decided and numbered by the ledger's writer. A fact holds results, not
/// wishes: reading it again needs no price and no rule, so a replay cannot come to something else.
public sealed interface Fact {
    /// Position in the ledger: rises by one from fact to fact.
    long sequence();

    /// When, in milliseconds since 1970; never falls from one fact to the next.
    long atMs();

    /// A fact about an account's credit.
    sealed interface Entry extends Fact {
        /// Whose.
        long accountId();

        /// What it is in a statement.
        EntryKind kind();

        /// What moves; may be empty.
        List<Movement> movements();

        /// The account's balance after it.
        long balanceAfterNanos();

        /// The operation that asked for it, or null.
        @Nullable Operation operation();

        /// The call that it is about, or null.
        @Nullable RequestId requestId();
    }

    /// A call was admitted.
    ///
    /// @param covered the units that the credit is set aside for
    /// @param heard what its proxy told last
    /// @param again true when it is noted again only because the segment with its first note goes
    record HoldOpened(
            long sequence,
            long atMs,
            Call call,
            long heldNanos,
            Units covered,
            long expiresAtMs,
            Units heard,
            boolean again)
            implements Fact {}

    /// A hold was extended, or its proxy told what was used so far.
    record HoldChanged(
            long sequence,
            long atMs,
            RequestId requestId,
            long heldNanos,
            Units covered,
            long expiresAtMs,
            Units heard)
            implements Fact {}

    /// A hold ended without a charge.
    record HoldDropped(
            long sequence, long atMs, RequestId requestId, RequestState state, String reason)
            implements Fact {}

    /// A call was charged.
    record UsageSettled(UsageRecord record, List<Movement> movements, long balanceAfterNanos)
            implements Entry {
        public UsageSettled {
            movements = List.copyOf(movements);
        }

        @Override
        public long sequence() {
            return record.sequence();
        }

        @Override
        public long atMs() {
            return record.settledAtMs();
        }

        @Override
        public long accountId() {
            return record.call().accountId();
        }

        @Override
        public EntryKind kind() {
            return EntryKind.USAGE;
        }

        @Override
        public @Nullable Operation operation() {
            return null;
        }

        @Override
        public RequestId requestId() {
            return record.call().id();
        }
    }

    /// A call ended, but could not be priced: its record is unrated and `keptNanos` stay set aside.
    record UsageQuarantined(UsageRecord record, long keptNanos, long balanceAfterNanos)
            implements Entry {
        @Override
        public long sequence() {
            return record.sequence();
        }

        @Override
        public long atMs() {
            return record.settledAtMs();
        }

        @Override
        public long accountId() {
            return record.call().accountId();
        }

        @Override
        public EntryKind kind() {
            return EntryKind.QUARANTINE;
        }

        @Override
        public List<Movement> movements() {
            return List.of();
        }

        @Override
        public @Nullable Operation operation() {
            return null;
        }

        @Override
        public RequestId requestId() {
            return record.call().id();
        }
    }

    /// Quarantined usage was rated, or written off (no movements, [Charge#NONE]).
    ///
    /// @param overrunNanos the part of the charge above what had been held for the call
    record UsageRated(
            long sequence,
            long atMs,
            long accountId,
            long keyId,
            long serviceId,
            String subject,
            RequestId requestId,
            boolean writtenOff,
            Units units,
            Charge charge,
            long overrunNanos,
            List<Movement> movements,
            long balanceAfterNanos,
            Operation operation)
            implements Entry {
        public UsageRated {
            movements = List.copyOf(movements);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.RATING;
        }
    }

    /// Part of a charge was given back.
    ///
    /// @param grants made because the burnt ones have expired since; usually none
    record UsageRefunded(
            long sequence,
            long atMs,
            long accountId,
            long keyId,
            long serviceId,
            String subject,
            RequestId requestId,
            long amountNanos,
            List<Grant> grants,
            List<Movement> movements,
            long balanceAfterNanos,
            Operation operation)
            implements Entry {
        public UsageRefunded {
            grants = List.copyOf(grants);
            movements = List.copyOf(movements);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.REFUND;
        }
    }

    /// Credit was given: bought, promotional or a correction.
    record CreditGranted(
            Grant grant, List<Movement> movements, long balanceAfterNanos, Operation operation)
            implements Entry {
        public CreditGranted {
            movements = List.copyOf(movements);
        }

        @Override
        public long sequence() {
            return grant.sequence();
        }

        @Override
        public long atMs() {
            return grant.createdAtMs();
        }

        @Override
        public long accountId() {
            return grant.accountId();
        }

        @Override
        public EntryKind kind() {
            return grant.kind() == GrantKind.ADJUSTMENT ? EntryKind.ADJUSTMENT : EntryKind.GRANT;
        }

        @Override
        public @Nullable RequestId requestId() {
            return null;
        }
    }

    /// Credit was taken by a correction.
    record CreditTaken(
            long sequence,
            long atMs,
            long accountId,
            long amountNanos,
            List<Movement> movements,
            long balanceAfterNanos,
            Operation operation)
            implements Entry {
        public CreditTaken {
            movements = List.copyOf(movements);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.ADJUSTMENT;
        }

        @Override
        public @Nullable RequestId requestId() {
            return null;
        }
    }

    /// Bought credit was taken back because its money went: it was given back to the customer, is
    /// disputed, or never counted. May take the balance below zero.
    record CreditTakenBack(
            long sequence,
            long atMs,
            long accountId,
            long amountNanos,
            List<Movement> movements,
            long balanceAfterNanos,
            Operation operation)
            implements Entry {
        public CreditTakenBack {
            movements = List.copyOf(movements);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.TAKEN_BACK;
        }

        @Override
        public @Nullable RequestId requestId() {
            return null;
        }
    }

    /// Credit expired unused.
    record CreditExpired(
            long sequence,
            long atMs,
            long accountId,
            long grantId,
            long amountNanos,
            long balanceAfterNanos)
            implements Entry {
        @Override
        public EntryKind kind() {
            return EntryKind.EXPIRY;
        }

        @Override
        public List<Movement> movements() {
            return List.of(new Movement(grantId, LedgerAccounts.BREAKAGE, amountNanos));
        }

        @Override
        public @Nullable Operation operation() {
            return null;
        }

        @Override
        public @Nullable RequestId requestId() {
            return null;
        }
    }
}
