package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

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
/// @param minFreeMib free disk space below which no new call is admitted; 0 for no minimum
/// @param usageRecordsDays how long usage records are kept at least; 0 for ever
public record Config(
        Path dataDirectory,
        String listenHost,
        int listenPort,
        int eventLoops,
        String keyPrefix,
        String keyEnvironment,
        String currency,
        int minFreeMib,
        int usageRecordsDays) {
    /// Port when nothing else is said.
    public static final int PORT_DEFAULT = 7443;

    private static final int MIN_FREE_MIB_DEFAULT = 512;
    private static final int MIN_FREE_MIB_MAX = 1 << 20;
    private static final int USAGE_RECORDS_DAYS_MAX = 36_500;
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
        Check.range("storage.min_free_mib", minFreeMib, 0, MIN_FREE_MIB_MAX);
        Check.range("retention.usage_records_days", usageRecordsDays, 0, USAGE_RECORDS_DAYS_MAX);
        if (!isCurrency(currency)) {
            throw Fault.invalid("currency", currency, "an ISO 4217 code such as USD");
        }
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
                dataDirectory,
                "127.0.0.1",
                PORT_DEFAULT,
                eventLoopsDefault(),
                "wb",
                "live",
                "USD",
                MIN_FREE_MIB_DEFAULT,
                0);
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
                minFreeMib,
                usageRecordsDays);
    }
}
