package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.platform.audit.Change;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where sessions are kept, so that they outlive a restart.
public interface SessionStore {
    /// All of them, oldest first.
    List<Session> all();

    /// One of them, if there is one with this id.
    Optional<Session> find(long id);

    /// Digests of refresh tokens that were used, with the session's id.
    Map<KeyDigest, Long> used();

    /// Adds one, and the audit entry. Durable when it returns.
    void add(Session session, Change change);

    /// Replaces one, keeps the digest of the refresh token that was used for it, and adds the audit
    /// entry, once for each used token. Durable when it returns.
    void replace(Session session, KeyDigest used, Change change);

    /// Removes these, and adds the audit entries. Durable when it returns.
    ///
    /// @param changes none for sessions whose time was over, or whose end another change's entry
    ///     says
    void remove(Collection<Long> ids, List<Change> changes);
}
