package io.weighbridge.backend.pricing.importing;

/// What a person should look at before publishing. The contract explains each.
enum FlagKind {
    JUMP(1),
    SCALE(2),
    TO_ZERO(3),
    FROM_ZERO(4),
    FREE(5),
    CACHED_DEARER(6),
    DEARER_VARIANT(7),
    STEPS_LOST(8),
    ROUNDED(9),
    MISSING(10);

    private final int number;

    FlagKind(int number) {
        this.number = number;
    }

    /// The number in the contract.
    int number() {
        return number;
    }
}
