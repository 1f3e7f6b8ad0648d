package io.weighbridge.backend.ledger.accounts;

/// Who pays.
///
/// @param id never changes
/// @param version rises with each change
/// @param name need not be unique
/// @param overdraftLimitNanos how far below zero holds may take the available credit
/// @param suspended whether its keys are refused
/// @param suspendedReason empty when it is not
/// @param createdAtMs when it was made
public record Account(
        long id,
        long version,
        String name,
        long overdraftLimitNanos,
        boolean suspended,
        String suspendedReason,
        long createdAtMs) {
    Account with(String newName, long newOverdraftLimitNanos) {
        return new Account(
                id,
                version + 1,
                newName,
                newOverdraftLimitNanos,
                suspended,
                suspendedReason,
                createdAtMs);
    }

    Account with(boolean nowSuspended, String reason) {
        return new Account(
                id, version + 1, name, overdraftLimitNanos, nowSuspended, reason, createdAtMs);
    }
}
