package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Grant;

/// What is left of a grant. Guarded by its account's monitor.
final class GrantState {
    final long id;
    final long expiresAtMs;
    final long sequence;
    long remainingNanos;

    /// @param expiresAtMs [Grant#NEVER] when it does not
    GrantState(long id, long expiresAtMs, long sequence, long remainingNanos) {
        this.id = id;
        this.expiresAtMs = expiresAtMs == Grant.NEVER ? Long.MAX_VALUE : expiresAtMs;
        this.sequence = sequence;
        this.remainingNanos = remainingNanos;
    }

    /// Burn order: earliest expiry first, then oldest.
    boolean burnsBefore(GrantState other) {
        return expiresAtMs != other.expiresAtMs
                ? expiresAtMs < other.expiresAtMs
                : sequence < other.sequence;
    }
}
