package io.weighbridge.backend.operators;

import io.grpc.BindableService;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.operators.oidc.OidcFlow;
import io.weighbridge.backend.operators.oidc.OidcSettings;
import io.weighbridge.backend.operators.proxies.ProxyCredentials;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.audit.ChangeLog;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;
import java.util.Optional;

/// Puts the feature together.
public final class OperatorsAssembly {
    private static final Duration PROVIDER_LIMIT = Duration.ofSeconds(10);

    private final Operators operators;
    private final Logins logins;
    private final Sessions sessions;
    private final OwnSecrets own;
    private final ProviderLogins provided;
    private final ProxyCredentials proxies;
    private final Authenticator authenticator;

    /// @param box for secrets that must be read again
    /// @param log for logins that fail
    /// @param oidc the OpenID provider; empty for none
    /// @param cost of passwords' hashes
    public OperatorsAssembly(
            OperatorStore store,
            SessionStore sessionStore,
            ProxyCredentials proxies,
            SecretBox box,
            ChangeLog log,
            Optional<OidcSettings> oidc,
            PasswordCost cost,
            IdSource ids,
            TimeSource time) {
        this.proxies = proxies;
        Passwords passwords = new Passwords(cost);
        Attempts attempts = new Attempts(time);
        sessions = new Sessions(sessionStore, ids, time);
        operators = new Operators(store, passwords, sessions, ids, time);
        FailedLogins failures = new FailedLogins(log, attempts, time);
        LoginCheck check = new LoginCheck(operators, passwords, attempts, failures, box, time);
        logins = new Logins(check, operators, sessions, time);
        own = own(passwords, log, box, time);
        provided =
                new ProviderLogins(
                        oidc.map(settings -> new OidcFlow(settings, PROVIDER_LIMIT, time)),
                        operators,
                        log,
                        time);
        authenticator = new TokenAuthenticator(sessions, operators, proxies.table(), time);
    }

    // Who has a session is counted apart: strangers' failures keep nobody from changing a password.
    private OwnSecrets own(Passwords passwords, ChangeLog log, SecretBox box, TimeSource time) {
        Attempts attempts = new Attempts(time);
        FailedLogins failures = new FailedLogins(log, attempts, time);
        LoginCheck check = new LoginCheck(operators, passwords, attempts, failures, box, time);
        return new OwnSecrets(check, operators, passwords, attempts, failures, box);
    }

    /// Who can log in.
    public Operators operators() {
        return operators;
    }

    /// How many sessions there are.
    public int sessionCount() {
        return sessions.count();
    }

    /// Starts and ends sessions.
    public Logins logins() {
        return logins;
    }

    /// The proxies' credentials.
    public ProxyCredentials proxies() {
        return proxies;
    }

    /// Knows the callers' tokens.
    public Authenticator authenticator() {
        return authenticator;
    }

    /// Logins and the operators' administration over gRPC.
    ///
    /// @param keys that operators make
    public BindableService operatorsGrpc(ApiKeys keys) {
        return new OperatorsGrpc(
                logins, provided, own, operators, new RightsChange(operators, keys), sessions);
    }

    /// The operators of an installation that is not running.
    ///
    /// @see Operators#createFirst
    /// @see Operators#resetOffline
    public static Operators offline(
            OperatorStore store, SessionStore sessionStore, TimeSource time) {
        IdSource ids = new IdSource(time);
        return new Operators(
                store, new Passwords(), new Sessions(sessionStore, ids, time), ids, time);
    }
}
