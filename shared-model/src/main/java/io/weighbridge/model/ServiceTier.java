package io.weighbridge.model;

import org.jspecify.annotations.Nullable;

/// Which of a service's price lines applies. The number is part of stored data and of the contract.
public enum ServiceTier {
    STANDARD(1),
    BATCH(2),
    FLEX(3),
    PRIORITY(4);

    private final int number;

    ServiceTier(int number) {
        this.number = number;
    }

    /// The number in the protobuf contract and in stored data.
    public int number() {
        return number;
    }

    /// The tier with this number, or null when there is none.
    public static @Nullable ServiceTier byNumber(int number) {
        return switch (number) {
            case 1 -> STANDARD;
            case 2 -> BATCH;
            case 3 -> FLEX;
            case 4 -> PRIORITY;
            default -> null;
        };
    }
}
