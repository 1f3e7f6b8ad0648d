package io.weighbridge.backend.payments.store;

/// How far a checkout is, as its provider told last. The number is stored and the same as in the
/// contract.
public enum CheckoutState {
    /// It can be paid, as far as is known.
    OPEN(1),
    /// Money is on its way through it, and not certain yet.
    WAITING(2),
    /// It cannot be paid any more. What arrives there nevertheless is the order's.
    ENDED(3);

    private final int number;

    CheckoutState(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The state of a number.
    public static CheckoutState byNumber(int number) {
        for (CheckoutState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException("checkout state: " + number + " (expected: 1 to 3)");
    }
}
