package io.weighbridge.backend.ledger;

/// Accounts in memory for tests of other packages.
public final class AccountStates {
    private AccountStates() {}

    /// One without credit.
    public static AccountState empty(long id) {
        return new AccountState(id, 0, false);
    }
}
