package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.util.Locale;
import java.util.regex.Pattern;

/// A person who can log in.
///
/// @param version counts changes
/// @param name to log in with, in small letters; never changes
/// @param person whose login it is; empty for somebody with no other login
/// @param passwordHash with its salt and parameters
/// @param passwordChangeRequired whether whoever logs in with it may only change it: others know it
public record Operator(
        long id,
        long version,
        String name,
        String displayName,
        Role role,
        boolean disabled,
        String passwordHash,
        long passwordSetAtMs,
        boolean passwordChangeRequired,
        SecondFactor factor,
        long createdAtMs,
        String person) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,59}");

    /// Checks what one wants to log in as.
    ///
    /// @throws Fault INVALID_FIELD
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Fault.invalid(
                    "name",
                    Check.shown(name),
                    "1 to 60 of a-z, 0-9, '.', '-', '_' and '@', a letter or digit first");
        }
    }

    /// The same for all logins of one person, and for nobody else.
    public String personKey() {
        return person.isEmpty()
                ? "operator " + id
                : "person " + person.strip().toLowerCase(Locale.ROOT);
    }

    /// Whether it is a login of this person.
    ///
    /// @param small the person, in small letters
    boolean isLoginOf(String small) {
        return !person.isEmpty() && personKey().equals("person " + small);
    }

    /// Whether its password is still the one that it was; another cost of the hash is no other one.
    boolean hasPasswordOf(Operator earlier) {
        return version == earlier.version || passwordHash.equals(earlier.passwordHash);
    }

    boolean isEnabledAdmin() {
        return role == Role.ADMIN && !disabled;
    }

    Operator withRights(
            String newDisplayName, Role newRole, boolean newDisabled, String newPerson) {
        return new Operator(
                id,
                version + 1,
                name,
                newDisplayName,
                newRole,
                newDisabled,
                passwordHash,
                passwordSetAtMs,
                passwordChangeRequired,
                factor,
                createdAtMs,
                newPerson);
    }

    Operator withPassword(String hash, long atMs, boolean changeRequired, SecondFactor newFactor) {
        return new Operator(
                id,
                version + 1,
                name,
                displayName,
                role,
                disabled,
                hash,
                atMs,
                changeRequired,
                newFactor,
                createdAtMs,
                person);
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
                passwordChangeRequired,
                newFactor,
                createdAtMs,
                person);
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
                passwordChangeRequired,
                factor,
                createdAtMs,
                person);
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
                passwordChangeRequired,
                new SecondFactor(factor.sealed(), factor.active(), step),
                createdAtMs,
                person);
    }

    /// Leaves the secrets out.
    @Override
    public String toString() {
        return "Operator[" + name + ", " + role + (disabled ? ", disabled]" : "]");
    }
}
