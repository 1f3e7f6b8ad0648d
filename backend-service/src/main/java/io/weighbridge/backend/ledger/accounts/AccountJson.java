package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.platform.audit.JsonText;

/// Accounts as the audit log keeps them.
final class AccountJson {
    private AccountJson() {}

    static String of(Account account) {
        return JsonText.object()
                .add("name", account.name())
                .add("version", account.version())
                .add("overdraftLimitNanos", account.overdraftLimitNanos())
                .add("suspended", account.suspended())
                .add("suspendedReason", account.suspendedReason())
                .toString();
    }
}
