package io.weighbridge.backend.keys;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
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
    Page<ApiKey> list(KeyFilter filter, PageKey page);

    /// Adds one, and the audit entry. Durable when it returns.
    void add(ApiKey key, Change change);

    /// Replaces settings, secrets and revocation of those with the same ids, together with notices
    /// and audit entries: all, or none when the version of one is not one above that in the store.
    /// Durable when it returns.
    ///
    /// @return false when nothing was replaced
    boolean replaceAll(List<ApiKey> keys, List<Notice> notices, List<Change> changes);

    /// Keys that are not revoked and have a secret that works, or will for a time, and was shown to
    /// an operator.
    List<ApiKey> shownTo(long operatorId, long nowMs);

    /// Remembers when keys were last used.
    ///
    /// @param atMsById instants by key id
    void used(Map<Long, Long> atMsById);
}
