package io.weighbridge.backend.payments.autotopup;

/// Whether an account is topped up by itself. The number is stored and the same as in the contract.
public enum AutoTopUpState {
    ARMED(1),
    OFF(2),
    /// Ended by itself; the reason is said. Somebody must arm it again.
    DISARMED(3);

    private final int number;

    AutoTopUpState(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The state of a number.
    public static AutoTopUpState byNumber(int number) {
        for (AutoTopUpState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "automatic top-up state: " + number + " (expected: 1 to 3)");
    }
}
