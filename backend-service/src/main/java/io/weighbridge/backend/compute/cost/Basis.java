package io.weighbridge.backend.compute.cost;

/// What the cost of a token is reckoned from. The number is stored and sent.
public enum Basis {
    /// The time of the GPU times the share of its memory.
    GPU_TIME_VRAM(1),
    /// The operations, at the price of those that the GPU reaches in an hour.
    FLOPS(2),
    /// What was measured.
    MEASURED(3);

    private final int number;

    Basis(int number) {
        this.number = number;
    }

    /// As it is stored and sent.
    public int number() {
        return number;
    }

    /// The one of a number.
    ///
    /// @param number one that was stored or checked
    public static Basis byNumber(int number) {
        for (Basis basis : values()) {
            if (basis.number == number) {
                return basis;
            }
        }
        throw new IllegalArgumentException("basis: " + number + " (expected: 1 to 3)");
    }
}
