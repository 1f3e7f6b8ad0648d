package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.access.Role;

/// A person who can log in.
///
/// @param version counts changes
/// @param name to log in with, in small letters; never changes
/// @param passwordHash with its salt and parameters
public record Operator(
        long id,
        long version,
        String name,
        String displayName,
        Role role,
        boolean disabled,
        String passwordHash,
        long passwordSetAtMs,
        SecondFactor factor,
        long createdAtMs) {
    boolean isEnabledAdmin() {
        return role == Role.ADMIN && !disabled;
    }

    Operator withRights(String newDisplayName, Role newRole, boolean newDisabled) {
        return new Operator(
                id,
                version + 1,
                name,
                newDisplayName,
                newRole,
                newDisabled,
                passwordHash,
                passwordSetAtMs,
                factor,
                createdAtMs);
    }

    Operator withPassword(String hash, long atMs, SecondFactor newFactor) {
        return new Operator(
                id,
                version + 1,
                name,
                displayName,
                role,
                disabled,
                hash,
                atMs,
                newFactor,
                createdAtMs);
    }

    Operator withFactor(SecondFactor newFactor) {
        return new Operator(
                id,
                version + 1,
                name,
                displayName,
                role,
                disabled,
                passwordHash,
                passwordSetAtMs,
                newFactor,
                createdAtMs);
    }

    /// The same password: the version stays.
    Operator withHash(String hash) {
        return new Operator(
                id,
                version,
                name,
                displayName,
                role,
                disabled,
                hash,
                passwordSetAtMs,
                factor,
                createdAtMs);
    }

    /// A used code is no change that somebody could lose: the version stays.
    Operator withLastStep(long step) {
        return new Operator(
                id,
                version,
                name,
                displayName,
                role,
                disabled,
                passwordHash,
                passwordSetAtMs,
                new SecondFactor(factor.sealed(), factor.active(), step),
                createdAtMs);
    }

    /// Leaves the secrets out.
    @Override
    public String toString() {
        return "Operator[" + name + ", " + role + (disabled ? ", disabled]" : "]");
    }
}
