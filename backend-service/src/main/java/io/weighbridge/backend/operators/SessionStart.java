package io.weighbridge.backend.operators;

import org.jspecify.annotations.Nullable;

/// What began a session. The number is stored.
public enum SessionStart {
    PASSWORD(1),
    /// A program with the data directory, which is above all passwords.
    LOCAL(2),
    /// An OpenID provider vouched for the operator.
    PROVIDER(3);

    private final int number;

    SessionStart(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// The one with this number, or null.
    static @Nullable SessionStart byNumber(int number) {
        for (SessionStart each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        return null;
    }
}
