package io.weighbridge.backend.platform.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The files of a server's TLS.
///
/// @param certificate with its chain
/// @param key of the certificate
/// @param clientCa who vouches for clients; empty when their certificates are not asked for
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
    /// Settings' names, as problems name them.
    public static final String CERTIFICATE = "tls.certificate";

    /// The setting of the key.
    public static final String KEY = "tls.key";

    /// The setting of who vouches for clients.
    public static final String CLIENT_CA = "tls.client_ca";

    List<Path> all() {
        return clientCa.map(ca -> List.of(certificate, key, ca)).orElse(List.of(certificate, key));
    }
}
