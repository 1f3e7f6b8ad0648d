package io.weighbridge.backend.operators.proxies;

import java.util.List;

/// Where the proxies' credentials are kept.
public interface ProxyCredentialStore {
    /// All of them, oldest first.
    List<ProxyCredential> all();

    /// Adds one. Durable when it returns.
    void add(ProxyCredential credential);

    /// Replaces secrets and revocation of one. Durable when it returns.
    void replace(ProxyCredential credential);
}
