package io.weighbridge.backend.payments.reconcile;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A payment as our books have it: with its order, its moves and what the ledger did of them.
///
/// @param creditedNanos what the account has got for it, as the payment says
/// @param currency the order's, as the next three
/// @param orderTotalNanos what was to be paid
/// @param isPaid whether its order is paid
public record OurPayment(
        long id,
        long orderId,
        long accountId,
        String provider,
        String reference,
        long arrivedNanos,
        long refundedNanos,
        long disputedNanos,
        long creditedNanos,
        String currency,
        long orderAmountNanos,
        long orderTotalNanos,
        boolean isPaid,
        List<OurMove> moves) {
    public OurPayment {
        moves = List.copyOf(moves);
    }

    /// One step of its credit.
    ///
    /// @param doneAtMs 0 while it is not
    /// @param ledger what the ledger did; null for nothing
    public record OurMove(
            int step,
            long amountNanos,
            long plannedAtMs,
            long doneAtMs,
            @Nullable LedgerMove ledger) {}

    /// What an operation did in the ledger; each is below 0 for what was taken.
    ///
    /// @param entryNanos as the account's statement says
    /// @param transferredNanos as its transfers say
    public record LedgerMove(long accountId, long entryNanos, long transferredNanos) {}

    /// What its moves come to, those that are not done included.
    long movedNanos() {
        return moves.stream().mapToLong(OurMove::amountNanos).sum();
    }

    /// What the ledger did for it.
    long ledgerNanos() {
        long sum = 0;
        for (OurMove move : moves) {
            sum += move.ledger() == null ? 0 : move.ledger().entryNanos();
        }
        return sum;
    }
}
