package io.weighbridge.backend.codes;

import io.weighbridge.model.IdKind;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// What is kept of a code, beside its digest.
///
/// @param number in its batch, from 1
/// @param campaign of its batch
/// @param amountNanos of its credit
/// @param accountId who used it, 0 for nobody
/// @param expiresAtMs of its credit; 0 while it is not used
/// @param doneAtMs 0 while its credit is not in the ledger
/// @param grantId 0 while there is none
record KeptCode(
        long batchId,
        int number,
        String campaign,
        long amountNanos,
        String hint,
        CodeState state,
        long accountId,
        long usedAtMs,
        long expiresAtMs,
        long doneAtMs,
        long grantId) {
    KeptCode used(long account, long expiresAtMs, long atMs) {
        return new KeptCode(
                batchId,
                number,
                campaign,
                amountNanos,
                hint,
                CodeState.USED,
                account,
                atMs,
                expiresAtMs,
                0,
                0);
    }

    KeptCode done(long grant, long expiresAtMs, long atMs) {
        return new KeptCode(
                batchId,
                number,
                campaign,
                amountNanos,
                hint,
                state,
                accountId,
                usedAtMs,
                expiresAtMs,
                atMs,
                grant);
    }

    KeptCode voided() {
        return new KeptCode(
                batchId,
                number,
                campaign,
                amountNanos,
                hint,
                CodeState.VOID,
                accountId,
                usedAtMs,
                expiresAtMs,
                doneAtMs,
                grantId);
    }

    /// How people and the audit log name it.
    String name() {
        return IdKind.CODE_BATCH.format(batchId) + '/' + number;
    }

    /// The ledger's operation id: the same for the same code, also after a crash, so that the
    /// ledger gives its credit once for ever. Of version 3, which no caller may ask for.
    UUID operationId() {
        String text = "code " + batchId + " number " + number;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
