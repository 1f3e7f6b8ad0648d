package io.weighbridge.backend.ledger.fact;

/// How a request id ended. The number is stored.
public enum RequestState {
    CHARGED(1),
    /// Dropped by its proxy: final.
    RELEASED(2),
    /// Dropped because its proxy was not heard of again and the policy bills nothing; a settle that
    /// comes after all is still charged, once.
    EXPIRED(3),
    /// In quarantine, or rated or written off from there.
    QUARANTINED(4);

    private final int number;

    RequestState(int number) {
        this.number = number;
    }

    /// As the store and the journal know it.
    public int number() {
        return number;
    }

    /// The state of this number.
    public static RequestState byNumber(int number) {
        return switch (number) {
            case 1 -> CHARGED;
            case 2 -> RELEASED;
            case 3 -> EXPIRED;
            case 4 -> QUARANTINED;
            default ->
                    throw new IllegalArgumentException(
                            "request state: " + number + " (expected: 1 to 4)");
        };
    }
}
