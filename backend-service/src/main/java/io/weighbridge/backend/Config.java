package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.StoreAddress;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Currency;

/// Every setting of the service. [ConfigFile] reads them from a file; docs/weighbridge.example.toml
/// explains each.
///
/// @param dataDirectory where the store, the journal and the secrets are
/// @param listenHost address to listen on; only loopback until there is TLS
/// @param listenPort 0 for any free one
/// @param eventLoops threads that serve the gate
/// @param keyPrefix of new API keys
/// @param keyEnvironment of new API keys
/// @param currency ISO 4217 code of the billing currency
/// @param store where the store is: in the data directory, or a PostgreSQL database
public record Config(
        Path dataDirectory,
        String listenHost,
        int listenPort,
        int eventLoops,
        String keyPrefix,
        String keyEnvironment,
        String currency,
        StoreAddress store) {
    /// Port when nothing else is said.
    public static final int PORT_DEFAULT = 7443;

    private static final int PORT_MAX = 65_535;
    private static final int EVENT_LOOPS_MAX = 256;

    /// @throws Fault INVALID_FIELD, with the setting's name in the file
    public Config {
        if (!isLoopback(listenHost)) {
            throw Fault.invalid(
                    "listen.host",
                    listenHost,
                    "a loopback address (127.0.0.1, ::1) until there is TLS");
        }
        Check.range("listen.port", listenPort, 0, PORT_MAX);
        Check.range("listen.event_loops", eventLoops, 1, EVENT_LOOPS_MAX);
        if (!isCurrency(currency)) {
            throw Fault.invalid("currency", currency, "an ISO 4217 code such as USD");
        }
    }

    /// With the store in the data directory.
    public Config(
            Path dataDirectory,
            String listenHost,
            int listenPort,
            int eventLoops,
            String keyPrefix,
            String keyEnvironment,
            String currency) {
        this(
                dataDirectory,
                listenHost,
                listenPort,
                eventLoops,
                keyPrefix,
                keyEnvironment,
                currency,
                new StoreAddress.Embedded(dataDirectory));
    }

    // Asks no name server: a name other than localhost could mean another machine tomorrow.
    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCurrency(String code) {
        try {
            return !Currency.getInstance(code).getCurrencyCode().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Defaults for a data directory.
    public static Config of(Path dataDirectory) {
        return new Config(
                dataDirectory, "127.0.0.1", PORT_DEFAULT, eventLoopsDefault(), "wb", "live", "USD");
    }

    /// One for every two processors: the others are for the ledger, SQL and the kernel's part.
    static int eventLoopsDefault() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, EVENT_LOOPS_MAX);
    }

    /// The same on another port.
    public Config withPort(int port) {
        return new Config(
                dataDirectory,
                listenHost,
                port,
                eventLoops,
                keyPrefix,
                keyEnvironment,
                currency,
                store);
    }

    /// The same with another store.
    public Config withStore(StoreAddress other) {
        return new Config(
                dataDirectory,
                listenHost,
                listenPort,
                eventLoops,
                keyPrefix,
                keyEnvironment,
                currency,
                other);
    }
}
