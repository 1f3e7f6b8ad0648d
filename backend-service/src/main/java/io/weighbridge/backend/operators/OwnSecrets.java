package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.model.ErrorCode;

import java.security.SecureRandom;

/// What operators change about their own login. A password is asked for again, because a session
/// may have been left open.
final class OwnSecrets {
    private static final int CODE_MAX = 20;

    private final LoginCheck check;
    private final Operators operators;
    private final Passwords passwords;
    private final Attempts attempts;
    private final FailedLogins failures;
    private final SecretBox box;
    private final SecureRandom random = new SecureRandom();

    OwnSecrets(
            LoginCheck check,
            Operators operators,
            Passwords passwords,
            Attempts attempts,
            FailedLogins failures,
            SecretBox box) {
        this.check = check;
        this.operators = operators;
        this.passwords = passwords;
        this.attempts = attempts;
        this.failures = failures;
        this.box = box;
    }

    /// What an authenticator must be told.
    record Enrolled(String secret, String uri) {
        /// Leaves the secret out.
        @Override
        public String toString() {
            return "Enrolled[]";
        }
    }

    /// Changes the caller's password and ends the caller's other sessions.
    ///
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED, TOO_MANY_ATTEMPTS, BUSY
    Operator changePassword(Caller.Operator caller, String oldPassword, String newPassword) {
        Check.text("old_password", oldPassword, 1, Passwords.LENGTH_MAX);
        Passwords.checked("new_password", newPassword);
        if (newPassword.equals(oldPassword)) {
            throw Fault.invalid("new_password", "the old one", "another one");
        }
        Operator checked = check.checkPassword(caller.name(), oldPassword);
        String hash = passwords.hash(newPassword);
        return operators.changePassword(checked, hash, caller.sessionId());
    }

    /// Makes a secret, which counts when a code of it was seen.
    ///
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED, TOTP_ACTIVE, TOO_MANY_ATTEMPTS, BUSY
    Enrolled enrol(Caller.Operator caller, String password) {
        Operator checked = check.checkPassword(caller.name(), password);
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        String sealed = box.seal(secret, LoginCheck.owner(caller.id()));
        var _ =
                operators.change(
                        "operator.enrol-totp",
                        checked,
                        old -> {
                            requireInactive(old);
                            return old.withFactor(new SecondFactor(sealed, false, 0));
                        });
        return new Enrolled(Totp.base32(secret), Totp.uri(secret, caller.name()));
    }

    private static void requireInactive(Operator operator) {
        if (operator.factor().active()) {
            throw Fault.of(
                    ErrorCode.TOTP_ACTIVE,
                    "operator: has a second factor (expected: RemoveTotp first)");
        }
    }

    /// Switches the second factor on.
    ///
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED, TOTP_ACTIVE, TOTP_NOT_ENROLLED, TOO_MANY_ATTEMPTS
    Operator confirm(Caller.Operator caller, String code) {
        Check.text("code", code, 1, CODE_MAX);
        Operator operator = operators.require(caller.id());
        requireInactive(operator);
        requireEnrolled(operator.factor().isEnrolled());
        attempts.begin(caller.name());
        if (!check.uses(operator, code)) {
            failures.add(caller.name(), operator);
            throw Fault.of(
                    ErrorCode.LOGIN_FAILED, "code: not right (expected: the authenticator's)");
        }
        attempts.succeeded(caller.name());
        return operators.change(
                "operator.confirm-totp",
                caller.id(),
                old -> {
                    requireInactive(old);
                    SecondFactor factor = old.factor();
                    // Another one may have been enrolled meanwhile: it was not confirmed.
                    requireEnrolled(factor.sealed().equals(operator.factor().sealed()));
                    return old.withFactor(
                            new SecondFactor(factor.sealed(), true, factor.lastStep()));
                });
    }

    private static void requireEnrolled(boolean enrolled) {
        if (!enrolled) {
            throw Fault.of(
                    ErrorCode.TOTP_NOT_ENROLLED,
                    "operator: has no second factor (expected: EnrolTotp first)");
        }
    }

    /// Takes the second factor away.
    ///
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED, TOTP_NOT_ENROLLED, TOO_MANY_ATTEMPTS, BUSY
    Operator remove(Caller.Operator caller, String password, String code) {
        Check.text("code", code, 1, CODE_MAX);
        Check.text("password", password, 1, Passwords.LENGTH_MAX);
        requireEnrolled(operators.require(caller.id()).factor().active());
        Operator checked = check.check(caller.name(), password, code);
        return operators.change(
                "operator.remove-totp", checked, old -> old.withFactor(SecondFactor.NONE));
    }
}
