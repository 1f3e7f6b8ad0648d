package io.weighbridge.model;

import org.jspecify.annotations.Nullable;

/// How a call ended. The number is part of stored data and of the contract.
public enum Outcome {
    OK(1),
    CLIENT_GONE(2),
    UPSTREAM_ERROR(3),
    /// The proxy was not heard of again; the service's policy settled the call.
    PROXY_VANISHED(4);

    private final int number;

    Outcome(int number) {
        this.number = number;
    }

    /// The number in the protobuf contract and in stored data.
    public int number() {
        return number;
    }

    /// The outcome with this number, or null when there is none.
    public static @Nullable Outcome byNumber(int number) {
        return switch (number) {
            case 1 -> OK;
            case 2 -> CLIENT_GONE;
            case 3 -> UPSTREAM_ERROR;
            case 4 -> PROXY_VANISHED;
            default -> null;
        };
    }
}
