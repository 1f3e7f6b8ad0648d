package io.weighbridge.backend.operators;

import io.weighbridge.backend.platform.audit.Change;

import java.util.Collection;
import java.util.List;

/// Where operators are kept.
public interface OperatorStore {
    /// All of them, oldest first.
    List<Operator> all();

    /// Adds one, and the audit entry. Durable when it returns.
    ///
    /// @return false when its name is taken
    boolean add(Operator operator, Change change);

    /// Replaces all but id and name of one if its version is one below this one's, removes the
    /// sessions that end by it, and adds the audit entry: all or nothing. Durable when it returns.
    ///
    /// @param ended the sessions' ids
    /// @return false when it is not
    boolean replace(Operator operator, Collection<Long> ended, Change change);

    /// Replaces the hash of one's password. Durable when it returns.
    void rehashed(long id, String hash);

    /// Remembers which code was used last. Durable when it returns.
    void usedStep(long id, long step);
}
