package io.weighbridge.console.feature.accounts;

import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.Balance;

/// One account of the list.
record AccountRow(Account account, Balance balance) {
    String id() {
        return account.getId();
    }
}
