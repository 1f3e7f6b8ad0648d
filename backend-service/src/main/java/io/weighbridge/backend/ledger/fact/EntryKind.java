package io.weighbridge.backend.ledger.fact;

/// What a ledger entry is. The number is stored and the same as in the contract.
public enum EntryKind {
    GRANT(1),
    USAGE(2),
    RATING(3),
    REFUND(4),
    ADJUSTMENT(5),
    EXPIRY(6),
    /// Usage that waits in quarantine: moves nothing.
    QUARANTINE(7),
    /// Bought credit whose money was given back, disputed or undone.
    TAKEN_BACK(8);

    private final int number;

    EntryKind(int number) {
        this.number = number;
    }

    /// The stored number.
    public int number() {
        return number;
    }

    /// The kind that the store and the journal know by this number.
    public static EntryKind byNumber(int number) {
        for (EntryKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("entry kind: " + number + " (expected: 1 to 8)");
    }
}
