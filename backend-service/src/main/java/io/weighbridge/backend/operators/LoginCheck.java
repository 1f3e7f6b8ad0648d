package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.util.Locale;
import java.util.OptionalLong;

/// Checks name, password and code, and does the same whether there is such a name or not.
final class LoginCheck {
    private static final int NAME_MAX = 60;
    private static final int CODE_MAX = 20;

    private final Operators operators;
    private final Passwords passwords;
    private final Attempts attempts;
    private final SecretBox box;
    private final TimeSource time;

    LoginCheck(
            Operators operators,
            Passwords passwords,
            Attempts attempts,
            SecretBox box,
            TimeSource time) {
        this.operators = operators;
        this.passwords = passwords;
        this.attempts = attempts;
        this.box = box;
        this.time = time;
    }

    /// Whose name, password and code these are.
    ///
    /// @param code empty for none
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED, TOTP_REQUIRED, TOO_MANY_ATTEMPTS, BUSY
    Operator check(String name, String password, String code) {
        Check.text("code", code, 0, CODE_MAX);
        String known = checked(name, password);
        attempts.begin(known);
        Operator operator = verified(known, password);
        if (operator.factor().active()) {
            if (code.isEmpty()) {
                attempts.undo(known);
                throw Fault.of(ErrorCode.TOTP_REQUIRED, "code: absent (expected: six digits)");
            }
            if (!uses(operator, code)) {
                throw failed();
            }
        }
        attempts.succeeded(known);
        return renewed(operator, password);
    }

    // What was hashed at another cost is hashed anew at today's, now that the password is here.
    private Operator renewed(Operator operator, String password) {
        if (passwords.isCurrent(operator.passwordHash())) {
            return operator;
        }
        String hash;
        try {
            hash = passwords.hash(password);
        } catch (Fault busy) {
            return operator;
        }
        return operators.rehash(operator, hash);
    }

    /// Whose name and password these are; for who is logged in already.
    ///
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED, TOO_MANY_ATTEMPTS, BUSY
    Operator checkPassword(String name, String password) {
        String known = checked(name, password);
        attempts.begin(known);
        Operator operator = verified(known, password);
        attempts.succeeded(known);
        return operator;
    }

    private static String checked(String name, String password) {
        Check.text("name", name, 1, NAME_MAX);
        Check.text("password", password, 1, Passwords.LENGTH_MAX);
        return name.toLowerCase(Locale.ROOT);
    }

    private Operator verified(String name, String password) {
        Operator operator = operators.byName(name);
        boolean right;
        try {
            right =
                    passwords.matches(
                            password,
                            operator == null ? passwords.nobodys() : operator.passwordHash());
        } catch (Fault busy) {
            attempts.undo(name);
            throw busy;
        }
        if (operator == null || operator.disabled() || !right) {
            throw failed();
        }
        return operator;
    }

    static Fault failed() {
        return Fault.of(
                ErrorCode.LOGIN_FAILED,
                "name: the login failed (expected: name, password and code of an operator)");
    }

    /// Takes a code of an operator's second factor, once.
    ///
    /// @return whether it is right
    boolean uses(Operator operator, String code) {
        byte[] secret = box.open(operator.factor().sealed(), owner(operator.id()));
        OptionalLong step = Totp.step(secret, code, time.wallMs(), operator.factor().lastStep());
        return step.isPresent() && operators.use(operator.id(), step.getAsLong());
    }

    static String owner(long operatorId) {
        return "totp " + IdKind.OPERATOR.format(operatorId);
    }
}
