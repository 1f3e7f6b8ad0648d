package io.weighbridge.backend;

import java.nio.file.Path;

/// Every setting of the service.
///
/// @param dataDirectory where the store, the journal and the secrets are
/// @param listenHost address to listen on; only loopback until operators can log in
/// @param listenPort 0 for any free one
/// @param eventLoops threads that serve the gate
/// @param keyPrefix of new API keys
/// @param keyEnvironment of new API keys
/// @param currency ISO 4217 code of the billing currency
public record Config(
        Path dataDirectory,
        String listenHost,
        int listenPort,
        int eventLoops,
        String keyPrefix,
        String keyEnvironment,
        String currency) {
    /// Port when nothing else is said.
    public static final int PORT_DEFAULT = 7443;

    /// Defaults for a data directory.
    public static Config of(Path dataDirectory) {
        return new Config(
                dataDirectory,
                "127.0.0.1",
                PORT_DEFAULT,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                "wb",
                "live",
                "USD");
    }

    /// The same on another port.
    public Config withPort(int port) {
        return new Config(
                dataDirectory, listenHost, port, eventLoops, keyPrefix, keyEnvironment, currency);
    }
}
