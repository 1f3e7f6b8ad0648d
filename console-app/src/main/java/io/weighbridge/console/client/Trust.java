package io.weighbridge.console.client;

import java.nio.file.Path;

/// How a connection knows that it talks to the right service.
public sealed interface Trust {
    /// TLS, and a certificate that this machine's authorities vouch for.
    record Authorities() implements Trust {}

    /// TLS, and a certificate that a file vouches for: the service's own or its authority's.
    ///
    /// @param file PEM
    record Certificate(Path file) implements Trust {}

    /// No TLS: only for a service on this machine.
    record Plaintext() implements Trust {}
}
