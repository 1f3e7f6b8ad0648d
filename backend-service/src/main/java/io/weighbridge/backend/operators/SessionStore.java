package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.KeyDigest;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Where sessions are kept, so that they outlive a restart.
public interface SessionStore {
    /// All of them, oldest first.
    List<Session> all();

    /// Digests of refresh tokens that were used, with the session's id.
    Map<KeyDigest, Long> used();

    /// Adds one. Durable when it returns.
    void add(Session session);

    /// Replaces one, and keeps the digest of the refresh token that was used for it. Durable when
    /// it returns.
    void replace(Session session, KeyDigest used);

    /// Removes these. Durable when it returns.
    void remove(Collection<Long> ids);
}
