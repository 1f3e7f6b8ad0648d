package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.platform.audit.Change;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the keys are kept. A change and its audit entry are in one transaction, durable when it
/// returns.
public interface UpstreamKeyStore {
    /// All of them.
    List<UpstreamKey> all();

    /// The one with this id.
    Optional<UpstreamKey> find(long id);

    /// Adds one.
    void add(UpstreamKey key, Change change);

    /// Puts one in the place of that with the same id.
    void replace(UpstreamKey key, Change change);

    /// Deletes one.
    void remove(long id, Change change);

    /// Remembers when keys were last used.
    ///
    /// @param atMsById instants by their ids
    void used(Map<Long, Long> atMsById);
}
