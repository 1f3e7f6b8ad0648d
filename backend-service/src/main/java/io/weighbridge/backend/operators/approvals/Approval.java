package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.accounts.Asked;

/// An adjustment or a refund that needs a second person.
///
/// @param requestHash SHA-256 of exactly what was asked, in hexadecimal
/// @param requesterPerson whose login the requester is
/// @param expiresAtMs until when it can be approved
/// @param deciderId who approved, declined or withdrew it; 0 for nobody
/// @param outcome why it was declined or failed; empty for neither
record Approval(
        long id,
        ApprovalState state,
        Asked asked,
        String requestHash,
        long requesterId,
        String requesterPerson,
        long requestedAtMs,
        long expiresAtMs,
        long deciderId,
        String deciderPerson,
        long decidedAtMs,
        String outcome) {
    Approval decided(ApprovalState to, long byId, String byPerson, long atMs, String why) {
        return new Approval(
                id,
                to,
                asked,
                requestHash,
                requesterId,
                requesterPerson,
                requestedAtMs,
                expiresAtMs,
                byId,
                byPerson,
                atMs,
                why);
    }

    Approval ended(ApprovalState to, String why) {
        return decided(to, deciderId, deciderPerson, decidedAtMs, why);
    }

    boolean isExpired(long nowMs) {
        return state == ApprovalState.PENDING && nowMs >= expiresAtMs;
    }
}
