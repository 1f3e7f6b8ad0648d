package io.weighbridge.backend.ledger.accounts;

import java.util.UUID;

/// What an operator asks for, and a second person may have to approve.
public sealed interface Asked permits Adjustment, PaymentRefund {
    /// Whose credit it changes.
    long accountId();

    /// Made by the caller; does its work at most once.
    UUID operationId();

    /// What moves.
    long amountNanos();

    /// Why, for people.
    String note();

    /// SHA-256 of exactly this request, its operation id included, in hexadecimal.
    String hash();
}
