package io.weighbridge.backend.payments.store;

/// How far an order is. The number is stored and the same as in the contract.
public enum OrderState {
    /// It can be paid.
    OPEN(1),
    /// The customer has paid, but the money is not certain yet.
    PENDING(2),
    /// Money is there, and the account has its credit. Late money comes here from every state.
    PAID(3),
    /// Its time is over, and nothing came.
    EXPIRED(4),
    CANCELLED(5),
    /// The payment failed, or what had been paid does not count.
    FAILED(6);

    private final int number;

    OrderState(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The state of a number.
    public static OrderState byNumber(int number) {
        for (OrderState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException("order state: " + number + " (expected: 1 to 6)");
    }

    /// Whether a customer can still pay it.
    public boolean isPayable() {
        return this == OPEN || this == FAILED;
    }
}
