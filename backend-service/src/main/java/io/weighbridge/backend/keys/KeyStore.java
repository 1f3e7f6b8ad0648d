package io.weighbridge.backend.keys;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where keys are kept.
public interface KeyStore {
    /// Calls the consumer with every key.
    void forEach(Consumer<ApiKey> consumer);

    /// The key with this id.
    Optional<ApiKey> find(long id);

    /// Keys in the order of their ids.
    ///
    /// @param accountId 0 for all accounts
    Page<ApiKey> list(long accountId, boolean includeRevoked, PageKey page);

    /// Adds one, and the audit entry. Durable when it returns.
    void add(ApiKey key, Change change);

    /// Replaces settings and revocation of the one with the same id if its version is one below
    /// this one's, and adds the audit entry. Durable when it returns.
    ///
    /// @return false when it is not
    boolean replace(ApiKey key, Change change);

    /// Remembers when keys were last used.
    ///
    /// @param atMsById instants by key id
    void used(Map<Long, Long> atMsById);
}
