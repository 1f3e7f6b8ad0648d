package io.weighbridge.backend.testkit;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.operators.Logins;
import io.weighbridge.backend.operators.Operator;
import io.weighbridge.backend.operators.proxies.ProxyCredential;
import io.weighbridge.backend.operators.proxies.ProxyCredentials;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tokens for calls of a backend in this process, made when they are first needed: a proxy's, and
/// those of operators of each role.
public final class TestTokens {
    /// The proxy that calls come from when nothing else is said.
    public static final String PROXY = "test";

    private static final long MARGIN_MS = 5 * 60_000;

    private final Backend backend;
    private final TimeSource time;
    // Guarded by this.
    private final Map<String, String> proxies = new HashMap<>();
    private final Map<Role, Logins.Started> sessions = new HashMap<>();

    TestTokens(Backend backend, TimeSource time) {
        this.backend = backend;
        this.time = time;
    }

    /// The token that a call of a service carries.
    String of(String service) {
        if (service.endsWith(".Gate")) {
            return proxy(PROXY);
        }
        return service.startsWith("weighbridge.") ? operator(Role.ADMIN) : "";
    }

    /// The secret of a proxy of this name, for all services.
    public synchronized String proxy(String name) {
        return proxies.computeIfAbsent(name, this::secret);
    }

    private String secret(String name) {
        ProxyCredentials all = backend.proxies();
        Optional<ProxyCredential> earlier = all.inUse(name);
        return earlier.isPresent()
                ? all.rotate(earlier.get().id(), 0).secret()
                : all.create(name, true, Set.of(), 0).secret();
    }

    /// An access token of an operator with this role that has not expired.
    public synchronized String operator(Role role) {
        Logins.@Nullable Started session = sessions.get(role);
        if (session == null || session.accessExpiresAtMs() - MARGIN_MS < time.wallMs()) {
            String name = "test-" + role.name().toLowerCase(Locale.ROOT);
            Operator operator = backend.operators().byName(name);
            if (operator == null) {
                operator = backend.operators().create(name, "", role).operator();
            }
            session = backend.logins().startFor(operator);
            sessions.put(role, session);
        }
        return session.accessToken();
    }
}
