package io.weighbridge.backend.operators.approvals;

/// Where an approval stands. The number is stored and the same as in the contract.
enum ApprovalState {
    PENDING(1),
    /// Decided; the money moves next, after a crash at the next start. A refund goes on being
    /// tried.
    APPROVED(2),
    DONE(3),
    DECLINED(4),
    WITHDRAWN(5),
    /// Approved, but the ledger or the provider refused it; nothing moved.
    FAILED(6);

    private final int number;

    ApprovalState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ApprovalState byNumber(int number) {
        for (ApprovalState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException("approval state: " + number + " (expected: 1 to 6)");
    }
}
