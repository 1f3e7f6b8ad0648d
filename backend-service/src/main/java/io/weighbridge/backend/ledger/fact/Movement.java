package io.weighbridge.backend.ledger.fact;

import java.util.List;

/// One balanced movement between two ledger accounts.
///
/// @param fromLedger where the amount leaves
/// @param toLedger where it arrives
/// @param amountNanos above 0
public record Movement(long fromLedger, long toLedger, long amountNanos) {
    /// What movements bring the account that they are of, or take (below 0).
    public static long ownAmount(List<Movement> movements) {
        long amount = 0;
        for (Movement movement : movements) {
            amount += movement.toLedger > LedgerAccounts.LAST ? movement.amountNanos : 0;
            amount -= movement.fromLedger > LedgerAccounts.LAST ? movement.amountNanos : 0;
        }
        return amount;
    }
}
