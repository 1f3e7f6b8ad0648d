package io.weighbridge.backend.payments.reconcile;

/// What two sides say differently. The number is stored and the same as in the contract.
public enum DifferenceKind {
    /// The provider has money that we know nothing of.
    MISSING_HERE(1),
    /// We have a payment that the provider knows nothing of.
    MISSING_THERE(2),
    /// The provider took another currency than the order's.
    CURRENCY_DIFFERS(3),
    /// What arrived, by the provider and by us.
    ARRIVED_DIFFERS(4),
    /// What was given back.
    REFUNDED_DIFFERS(5),
    /// What open and lost disputes are about.
    DISPUTED_DIFFERS(6),
    /// Money arrived, and its order is not paid.
    ORDER_DIFFERS(7),
    /// The credit that the money stands for, and what was decided.
    CREDIT_DIFFERS(8),
    /// Credit was decided long ago and is not in the ledger yet.
    MOVE_PENDING(9),
    /// Credit counts as moved, and the ledger has nothing of it.
    LEDGER_MISSING(10),
    /// The ledger moved another amount, or another account's credit.
    LEDGER_DIFFERS(11);

    private final int number;

    DifferenceKind(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The kind with this number.
    public static DifferenceKind byNumber(int number) {
        for (DifferenceKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("difference: " + number + " (expected: 1 to 11)");
    }
}
