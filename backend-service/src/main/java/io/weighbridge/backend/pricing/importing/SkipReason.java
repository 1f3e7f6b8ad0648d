package io.weighbridge.backend.pricing.importing;

/// Why a model of the map was not taken. The contract explains each.
enum SkipReason {
    NOT_CHOSEN(1),
    NO_SERVICE(2),
    NO_PRICE(3),
    SERVICE_TAKEN(4),
    BAD_NAME(5),
    DUPLICATE(6),
    NOT_A_MODEL(7);

    private final int number;

    SkipReason(int number) {
        this.number = number;
    }

    /// The number in the contract.
    int number() {
        return number;
    }
}
