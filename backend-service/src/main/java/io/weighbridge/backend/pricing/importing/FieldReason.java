package io.weighbridge.backend.pricing.importing;

/// Why a field of the map was not taken over. The contract explains each.
enum FieldReason {
    NO_UNIT(1),
    NO_VARIANT(2),
    COVERED(3),
    AMBIGUOUS(4),
    OTHER_MEASURE(5),
    NOT_EXACT(6),
    NEGATIVE(7),
    NOT_A_NUMBER(8),
    OUT_OF_RANGE(9),
    DUPLICATE(10),
    UNKNOWN(11),
    NOT_A_PRICE(12);

    private final int number;

    FieldReason(int number) {
        this.number = number;
    }

    /// The number in the contract.
    int number() {
        return number;
    }
}
