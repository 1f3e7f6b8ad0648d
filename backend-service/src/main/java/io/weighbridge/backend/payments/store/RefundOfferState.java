package io.weighbridge.backend.payments.store;

/// How far an offer of a refund is. The number is stored and the same as in the contract.
public enum RefundOfferState {
    /// Its credit is taken back; whether there is a page is not known yet.
    PLANNED(1),
    /// The customer can claim it.
    OFFERED(2),
    /// It was claimed, and somebody has to approve that at the provider.
    CLAIMED(3),
    /// It is approved, or being sent.
    PAYING(4),
    PAID(5),
    /// Its page is over.
    CANCELLED(6),
    /// The provider made no page.
    REFUSED(7);

    private final int number;

    RefundOfferState(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// Whether nothing can change any more.
    public boolean isEnd() {
        return this == PAID || this == CANCELLED || this == REFUSED;
    }

    /// The state of a number.
    public static RefundOfferState byNumber(int number) {
        for (RefundOfferState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        throw new IllegalArgumentException("state: " + number + " (expected: 1 to 7)");
    }
}
