package io.weighbridge.backend.platform.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate with the ones that vouch for it, and its private key.
///
/// @param chain its own first
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    /// When the first of the chain to expire does.
    long expiresAtMs() {
        long first = Long.MAX_VALUE;
        for (X509Certificate certificate : chain) {
            first = Math.min(first, certificate.getNotAfter().toInstant().toEpochMilli());
        }
        return first;
    }

    X509Certificate[] array() {
        return chain.toArray(X509Certificate[]::new);
    }

    /// Leaves the key out.
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
