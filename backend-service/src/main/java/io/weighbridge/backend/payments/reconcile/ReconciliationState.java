package io.weighbridge.backend.payments.reconcile;

/// How far a reconciliation is. The number is stored and the same as in the contract.
public enum ReconciliationState {
    WAITING(1),
    /// It runs; after a crash it is begun anew.
    RUNNING(2),
    COMPLETE(3),
    /// Not everything could be compared.
    INCOMPLETE(4);

    private final int number;

    ReconciliationState(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The state of a number.
    public static ReconciliationState byNumber(int number) {
        for (ReconciliationState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException("state: " + number + " (expected: 1 to 4)");
    }
}
