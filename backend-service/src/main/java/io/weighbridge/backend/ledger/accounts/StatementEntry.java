package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.fact.EntryKind;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/// One movement of an account's credit.
///
/// @param sequence position in the ledger
/// @param atMs when
/// @param kind what it was
/// @param amountNanos above 0: credit came in
/// @param balanceAfterNanos the balance after it
/// @param requestId the usage record, if there is one
/// @param operationId of a grant, adjustment, rating or refund
/// @param reason number of an [io.weighbridge.backend.ledger.AdjustmentReason], 0 for none
/// @param note for people
public record StatementEntry(
        long sequence,
        long atMs,
        EntryKind kind,
        long amountNanos,
        long balanceAfterNanos,
        @Nullable RequestId requestId,
        @Nullable UUID operationId,
        int reason,
        String note) {}
