package io.weighbridge.backend.alerts;

/// How somebody is told. The number is stored and the same as in the contract.
enum Channel {
    MAIL(1, 8),
    WEBHOOK(2, 32);

    private final int number;
    private final int placesMax;

    Channel(int number, int placesMax) {
        this.number = number;
        this.placesMax = placesMax;
    }

    /// How many contacts are told at the same time at most.
    int placesMax() {
        return placesMax;
    }

    int number() {
        return number;
    }

    static Channel byNumber(int number) {
        return switch (number) {
            case 1 -> MAIL;
            case 2 -> WEBHOOK;
            default ->
                    throw new IllegalArgumentException(
                            "alert channel: " + number + " (expected: 1 or 2)");
        };
    }
}
