package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.platform.audit.Change;

import java.util.List;

/// Where the proxies' credentials are kept.
public interface ProxyCredentialStore {
    /// All of them, oldest first.
    List<ProxyCredential> all();

    /// Adds one, and the audit entry. Durable when it returns.
    void add(ProxyCredential credential, Change change);

    /// Replaces secrets and revocation of one, and adds the audit entry. Durable when it returns.
    void replace(ProxyCredential credential, Change change);
}
