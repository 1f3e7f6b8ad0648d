package io.weighbridge.backend.ledger;

/// Why credit was corrected. The number is stored and the same as in the contract.
public enum AdjustmentReason {
    GOODWILL(1),
    SERVICE_FAILURE(2),
    WRONG_CHARGE(3),
    WRONG_GRANT(4),
    FRAUD(5),
    TEST(6);

    private final int number;

    AdjustmentReason(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The reason of a number.
    public static AdjustmentReason byNumber(int number) {
        for (AdjustmentReason reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        throw new IllegalArgumentException("reason: " + number + " (expected: 1 to 6)");
    }
}
