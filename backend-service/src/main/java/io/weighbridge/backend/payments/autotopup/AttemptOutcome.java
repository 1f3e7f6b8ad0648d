package io.weighbridge.backend.payments.autotopup;

/// What came of an attempt. The number is stored and the same as in the contract.
public enum AttemptOutcome {
    /// Not known yet: it counts as charged.
    OPEN(1),
    /// The money is there, and its credit in the ledger.
    PAID(2),
    DECLINED(3),
    /// The provider was never asked for it.
    NOT_CHARGED(4);

    private final int number;

    AttemptOutcome(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The outcome of a number.
    public static AttemptOutcome byNumber(int number) {
        for (AttemptOutcome outcome : values()) {
            if (outcome.number == number) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("outcome: " + number + " (expected: 1 to 4)");
    }
}
