package io.weighbridge.console.feature.adjust;

import io.weighbridge.console.client.AloneLimit;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.proto.v1.Balance;

import java.util.OptionalLong;

/// What an amount that was typed will do.
///
/// @param amount empty while what was typed is no amount
/// @param balanceAfter what the balance will be
/// @param availableAfter what will be available
/// @param needsApproval whether a second person must approve it
/// @param isTooMuch whether more is taken than is available, which the service refuses
record Preview(
        OptionalLong amount,
        long balanceAfter,
        long availableAfter,
        boolean needsApproval,
        boolean isTooMuch) {

    /// What is known before anything is typed.
    ///
    /// @param balance of the account now
    /// @param alone what the operator adjusts alone
    record Standing(Balance balance, AloneLimit alone) {}

    static Preview of(String typed, Standing standing) {
        OptionalLong amount = MoneyInput.parse(typed);
        long moved = amount.orElse(0);
        Balance now = standing.balance();
        return new Preview(
                moved == 0 ? OptionalLong.empty() : amount,
                now.getBalanceNanos() + moved,
                now.getAvailableNanos() + moved,
                standing.alone().needsApproval(moved),
                moved < 0 && now.hasAvailableNanos() && now.getAvailableNanos() + moved < 0);
    }
}
