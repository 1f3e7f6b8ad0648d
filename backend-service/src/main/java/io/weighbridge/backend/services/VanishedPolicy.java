package io.weighbridge.backend.services;

/// What a call costs whose proxy was not heard of again. The number is stored.
public enum VanishedPolicy {
    /// The last units heard; if none were, as [#BILL_INPUT].
    BILL_DELIVERED(1),
    /// The input units only: those last heard, else those of the estimate.
    BILL_INPUT(2),
    BILL_NOTHING(3);

    private final int number;

    VanishedPolicy(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static VanishedPolicy byNumber(int number) {
        for (VanishedPolicy policy : values()) {
            if (policy.number == number) {
                return policy;
            }
        }
        throw new IllegalArgumentException("vanished policy: " + number + " (expected: 1 to 3)");
    }
}
