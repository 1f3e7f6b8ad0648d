package io.weighbridge.backend.ledger.fact;

/// Credit given, as it was given.
///
/// @param id also its ledger account
/// @param accountId whose it is
/// @param kind where it came from
/// @param grantedNanos how much
/// @param expiresAtMs [#NEVER] when it does not
/// @param createdAtMs when
/// @param sequence position in the ledger
/// @param note for people
public record Grant(
        long id,
        long accountId,
        GrantKind kind,
        long grantedNanos,
        long expiresAtMs,
        long createdAtMs,
        long sequence,
        String note) {
    /// It does not expire.
    public static final long NEVER = 0;

    /// The same, given at this place of the ledger.
    public Grant madeAt(long atSequence, long atMs) {
        return new Grant(id, accountId, kind, grantedNanos, expiresAtMs, atMs, atSequence, note);
    }
}
