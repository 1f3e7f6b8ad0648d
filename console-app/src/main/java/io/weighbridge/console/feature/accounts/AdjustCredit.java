package io.weighbridge.console.feature.accounts;

import io.weighbridge.proto.v1.Account;

/// Opens the form that adjusts an account's credit, which is another feature's.
@FunctionalInterface
public interface AdjustCredit {
    /// @param changed called when credit has moved
    void open(Account account, Runnable changed);
}
