package io.weighbridge.backend.platform.grpc;

import io.grpc.Attributes;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

/// What a proxy must show beside its credential.
public enum ProxyCertificates {
    /// Nothing.
    NONE,
    /// A certificate that somebody whom we trust vouches for.
    ANY,
    /// One that names the proxy.
    OWN;

    /// @throws Fault UNAUTHENTICATED when a proxy has not shown it
    void require(Caller caller, Attributes connection) {
        if (this == NONE || !(caller instanceof Caller.Proxy proxy)) {
            return;
        }
        ClientCertificate certificate = connection.get(ClientCertificate.KEY);
        if (certificate == null) {
            throw denied("absent (expected: one that tls.client_ca vouches for)");
        }
        if (this == OWN && !certificate.names().contains(proxy.name())) {
            throw denied("of another (expected: one that names proxy " + proxy.name() + ")");
        }
    }

    private static Fault denied(String text) {
        return Fault.of(ErrorCode.UNAUTHENTICATED, "client certificate: " + text);
    }
}
