package io.weighbridge.backend.platform.access;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What an operator is allowed; what that is stands beside each method in the contract. The numbers
/// are those of the contract and of the store.
public enum Role {
    ADMIN(1),
    FINANCE(2),
    SUPPORT(3),
    VIEWER(4);

    private final int number;

    Role(int number) {
        this.number = number;
    }

    /// Its number in the contract.
    public int number() {
        return number;
    }

    /// As people write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of a number, or null when no operator has it.
    public static @Nullable Role byNumber(int number) {
        for (Role role : values()) {
            if (role.number == number) {
                return role;
            }
        }
        return null;
    }
}
