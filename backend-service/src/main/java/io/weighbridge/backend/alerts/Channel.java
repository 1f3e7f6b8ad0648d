package io.weighbridge.backend.alerts;

/// How somebody is told. The number is stored and the same as in the contract.
enum Channel {
    MAIL(1),
    WEBHOOK(2);

    private final int number;

    Channel(int number) {
        this.number = number;
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
