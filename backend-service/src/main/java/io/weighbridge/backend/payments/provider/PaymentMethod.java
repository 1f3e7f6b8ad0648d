package io.weighbridge.backend.payments.provider;

/// What customers pay with. The number is stored and the same as in the contract.
public enum PaymentMethod {
    CARD(1),
    BITCOIN(2);

    private final int number;

    PaymentMethod(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }
}
