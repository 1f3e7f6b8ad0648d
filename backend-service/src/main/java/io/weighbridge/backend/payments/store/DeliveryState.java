package io.weighbridge.backend.payments.store;

/// What became of a delivery. The number is stored and the same as in the contract.
public enum DeliveryState {
    /// It is stored and to be handled.
    STORED(1),
    /// What it says is taken over.
    HANDLED(2),
    /// It says nothing that matters here.
    OF_NO_INTEREST(3),
    /// It is about a payment that is not known yet; handled again when it is, and for a day.
    WAITING(4),
    /// It fits nothing of ours: for an operator to decide. Nothing was credited.
    UNMATCHED(5),
    /// An operator said whose its money is.
    ASSIGNED(6);

    private final int number;

    DeliveryState(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// Whether it comes to handling by itself.
    public boolean isOpen() {
        return this == STORED || this == WAITING;
    }

    /// The state of a number.
    public static DeliveryState byNumber(int number) {
        for (DeliveryState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException("delivery state: " + number + " (expected: 1 to 6)");
    }
}
