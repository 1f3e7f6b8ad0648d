package io.weighbridge.backend.codes;

import java.util.UUID;

/// Codes that were made together.
///
/// @param operationId of their making
/// @param madeBy name of who made it; empty when that was not kept yet
/// @param exportedAtMs 0: not yet, and they are not drawn
/// @param voidedAtMs 0: not
/// @param used how many of its codes are
/// @param voided how many can be used no more
/// @param creditedNanos what accounts got for them
public record CodeBatch(
        long id,
        UUID operationId,
        CodeTerms terms,
        long createdAtMs,
        String madeBy,
        long exportedAtMs,
        long voidedAtMs,
        int used,
        int voided,
        long creditedNanos) {
    static CodeBatch made(long id, UUID operationId, CodeTerms terms, String by, long atMs) {
        return new CodeBatch(id, operationId, terms, atMs, by, 0, 0, 0, 0, 0);
    }

    /// How many can be used, or could be once they are exported.
    int left() {
        return terms.count() - used - voided;
    }
}
