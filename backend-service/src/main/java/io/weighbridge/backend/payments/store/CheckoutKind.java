package io.weighbridge.backend.payments.store;

/// How an order is paid at a provider. The number is stored.
public enum CheckoutKind {
    /// On the provider's page.
    PAGE(1),
    /// The same; the customer agreed that the card is saved and charged again.
    SAVING_PAGE(2),
    /// No page: a saved card is charged. Nothing may open a second way to pay.
    SAVED_CARD(3);

    private final int number;

    CheckoutKind(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The kind of a number.
    public static CheckoutKind byNumber(int number) {
        for (CheckoutKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("checkout kind: " + number + " (expected: 1 to 3)");
    }
}
