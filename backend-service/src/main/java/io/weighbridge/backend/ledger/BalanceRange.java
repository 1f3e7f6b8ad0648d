package io.weighbridge.backend.ledger;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Nanos;

/// The range that a balance never leaves, so that sums of a few amounts never overflow. Callers
/// hold the account's monitor.
final class BalanceRange {
    private static final long MAX = 4 * Nanos.AMOUNT_MAX;

    private BalanceRange() {}

    /// Whether a charge keeps the balance in it.
    static boolean canCount(AccountState account, long chargeNanos) {
        return chargeNanos <= Nanos.AMOUNT_MAX && account.balanceNanos() >= -MAX + Nanos.AMOUNT_MAX;
    }

    /// Checks that an amount more keeps it in it.
    ///
    /// @throws Fault INVALID_FIELD
    static void requireRoom(AccountState account, long amountNanos) {
        if (account.balanceNanos() > MAX - amountNanos) {
            throw Fault.invalid(
                    "amount_nanos", amountNanos, "an amount that keeps the balance below " + MAX);
        }
    }
}
