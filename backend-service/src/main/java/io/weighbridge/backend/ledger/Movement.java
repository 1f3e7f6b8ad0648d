package io.weighbridge.backend.ledger;

/// One balanced movement between two ledger accounts.
///
/// @param fromLedger where the amount leaves
/// @param toLedger where it arrives
/// @param amountNanos above 0
public record Movement(long fromLedger, long toLedger, long amountNanos) {}
