package io.weighbridge.backend.ledger.fact;

/// Where credit came from. The number is stored.
public enum GrantKind {
    PURCHASED(1, LedgerAccounts.PURCHASES),
    PROMOTIONAL(2, LedgerAccounts.PROMOTIONS),
    ADJUSTMENT(3, LedgerAccounts.ADJUSTMENTS),
    /// Given back when the grant that had been burnt has expired since; comes out of revenue.
    REFUND(4, LedgerAccounts.USAGE_REVENUE);

    private final int number;
    private final long fromLedger;

    GrantKind(int number, long fromLedger) {
        this.number = number;
        this.fromLedger = fromLedger;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The ledger account that such credit comes from.
    public long fromLedger() {
        return fromLedger;
    }

    /// The kind that the store and the journal know by this number.
    public static GrantKind byNumber(int number) {
        return switch (number) {
            case 1 -> PURCHASED;
            case 2 -> PROMOTIONAL;
            case 3 -> ADJUSTMENT;
            case 4 -> REFUND;
            default ->
                    throw new IllegalArgumentException(
                            "grant kind: " + number + " (expected: 1 to 4)");
        };
    }
}
