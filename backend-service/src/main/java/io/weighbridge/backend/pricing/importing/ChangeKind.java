package io.weighbridge.backend.pricing.importing;

/// What becomes of a price. The contract explains each.
enum ChangeKind {
    ADDED(1),
    REMOVED(2),
    RAISED(3),
    LOWERED(4);

    private final int number;

    ChangeKind(int number) {
        this.number = number;
    }

    /// The number in the contract.
    int number() {
        return number;
    }
}
