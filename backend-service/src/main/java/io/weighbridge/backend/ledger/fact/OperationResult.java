package io.weighbridge.backend.ledger.fact;

/// What an operation did, as it is answered again to a repeat.
///
/// @param content what had been asked
/// @param reference id of what was made, 0 for nothing
/// @param amountNanos what was moved
/// @param balanceNanos the account's balance after it
public record OperationResult(
        String content, long reference, long amountNanos, long balanceNanos) {}
