package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.AddressLimits;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

/// Starts, renews and ends sessions.
public final class Logins {
    /// So many failed logins of one address at once, then one in a while: slower than the limit
    /// over all names, so that no address alone uses that up.
    static final int FAILURES_AT_ONCE = 30;

    /// The while.
    static final long FAILURE_REFILL_MS = 10_000;

    private static final int TOKEN_MAX = 200;

    private final LoginCheck check;
    private final Operators operators;
    private final Sessions sessions;
    private final AddressLimits failures;

    Logins(LoginCheck check, Operators operators, Sessions sessions, TimeSource time) {
        this.check = check;
        this.operators = operators;
        this.sessions = sessions;
        this.failures = new AddressLimits(time, "logins", FAILURES_AT_ONCE, FAILURE_REFILL_MS);
    }

    /// A session that was just started or renewed.
    ///
    /// @param accessToken for the calls
    /// @param refreshToken for the next renewal, once
    /// @param endsAtMs when it ends, however often it is renewed
    public record Started(
            Operator operator,
            String accessToken,
            long accessExpiresAtMs,
            String refreshToken,
            long endsAtMs) {
        /// Leaves the tokens out.
        @Override
        public String toString() {
            return "Started[" + operator.name() + "]";
        }
    }

    /// Starts a session.
    ///
    /// @param code empty for none
    /// @param from who logs in; null when that is not known
    /// @throws Fault INVALID_FIELD, LOGIN_FAILED, TOTP_REQUIRED, TOO_MANY_ATTEMPTS, BUSY
    public Started login(String name, String password, String code, @Nullable IpAddress from) {
        Operator operator = checked(name, password, code, from);
        return started(operator, operators.start(operator, session -> act(operator, session)));
    }

    // An attempt counts from its begin, so that many at the same time win nothing.
    private Operator checked(String name, String password, String code, @Nullable IpAddress from) {
        failures.take(from);
        try {
            Operator operator = check.check(name, password, code);
            failures.giveBack(from);
            return operator;
        } catch (Fault fault) {
            if (fault.code() != ErrorCode.LOGIN_FAILED) {
                failures.giveBack(from);
            }
            throw fault;
        }
    }

    /// Starts a session without asking for a password: for programs that have the data directory,
    /// which is above all passwords.
    public Started startFor(Operator operator) {
        return started(
                operator,
                sessions.start(
                        operator.id(), SessionStart.LOCAL, session -> act(operator, session)));
    }

    // Who has just shown who it is, is no longer nobody. A local program stays one.
    static Act act(Operator operator, long sessionId) {
        Act act = Act.current();
        return act.kind() == ActorKind.NOBODY
                ? act.by(
                        new Caller.Operator(
                                operator.id(), operator.name(), operator.role(), sessionId, false))
                : act;
    }

    static Started started(Operator operator, Sessions.Tokens tokens) {
        return new Started(
                operator,
                tokens.access(),
                tokens.session().accessExpiresAtMs(),
                tokens.refresh(),
                tokens.session().endsAtMs());
    }

    /// Renews a session.
    ///
    /// @throws Fault INVALID_FIELD, UNAUTHENTICATED, SESSION_EXPIRED
    public Started refresh(String refreshToken) {
        Check.text("refresh_token", refreshToken, 1, TOKEN_MAX);
        Sessions.Tokens tokens =
                sessions.refresh(
                        refreshToken,
                        session -> act(operators.require(session.operatorId()), session.id()));
        Operator operator = operators.require(tokens.session().operatorId());
        if (operator.disabled()) {
            sessions.end(tokens.session().id(), Act.current(), "the operator is disabled");
            throw Fault.of(
                    ErrorCode.UNAUTHENTICATED,
                    "refresh_token: of a disabled operator (expected: an enabled one's)");
        }
        return started(operator, tokens);
    }

    /// Ends the caller's session.
    public void logout(Caller.Operator caller) {
        sessions.end(caller.sessionId(), Act.current(), "");
    }
}
