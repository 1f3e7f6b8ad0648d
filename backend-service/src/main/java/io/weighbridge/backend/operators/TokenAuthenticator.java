package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.KeySecret;
import io.weighbridge.backend.operators.proxies.CredentialTable;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

/// Knows the tokens of sessions and the secrets of proxies, by what they begin with.
final class TokenAuthenticator implements Authenticator {
    private final Sessions sessions;
    private final Operators operators;
    private final CredentialTable proxies;
    private final TimeSource time;

    TokenAuthenticator(
            Sessions sessions, Operators operators, CredentialTable proxies, TimeSource time) {
        this.sessions = sessions;
        this.operators = operators;
        this.proxies = proxies;
        this.time = time;
    }

    @Override
    public Caller authenticate(String token) {
        Caller caller =
                token.startsWith(Token.ACCESS)
                        ? operator(token)
                        : proxies.find(token, time.wallMs());
        if (caller == null && KeySecret.isSecret(token)) {
            // Or of a proxy credential that is not known; its text does not tell.
            throw Fault.of(
                    ErrorCode.UNAUTHENTICATED,
                    "authorization: not known here (expected: the secret of a proxy credential;"
                            + " an API key is for calls of models, not for who tells of them)");
        }
        if (caller == null) {
            throw Fault.of(
                    ErrorCode.UNAUTHENTICATED,
                    "authorization: not known (expected: the token of a session, or the secret of a"
                            + " proxy credential)");
        }
        return caller;
    }

    private Caller.@Nullable Operator operator(String token) {
        Session session = token.length() == Token.LENGTH ? sessions.byAccess(token) : null;
        Operator operator = session == null ? null : operators.byId(session.operatorId());
        if (session == null || operator == null || operator.disabled()) {
            return null;
        }
        if (sessions.isExpired(session)) {
            throw Fault.of(
                    ErrorCode.SESSION_EXPIRED,
                    "authorization: the access token has expired (expected: a fresh one, from"
                            + " Refresh or Login)");
        }
        // A session that another way began proves more than a password that others know.
        boolean restricted =
                session.begunBy() == SessionStart.PASSWORD && operator.passwordChangeRequired();
        return new Caller.Operator(
                operator.id(), operator.name(), operator.role(), session.id(), restricted);
    }

    @Override
    public boolean isStill(Caller caller) {
        return switch (caller) {
            case Caller.Operator known -> {
                Operator operator = operators.byId(known.id());
                yield operator != null
                        && !operator.disabled()
                        && operator.role() == known.role()
                        && sessions.byId(known.sessionId()) != null;
            }
            case Caller.Proxy proxy -> proxies.isLive(proxy, time.wallMs());
            case Caller.Nobody _ -> true;
        };
    }
}
