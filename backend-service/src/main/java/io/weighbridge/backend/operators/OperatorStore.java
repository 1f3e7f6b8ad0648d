package io.weighbridge.backend.operators;

import java.util.List;

/// Where operators are kept.
public interface OperatorStore {
    /// All of them, oldest first.
    List<Operator> all();

    /// Adds one. Durable when it returns.
    ///
    /// @return false when its name is taken
    boolean add(Operator operator);

    /// Replaces all but id and name of one if its version is one below this one's. Durable when it
    /// returns.
    ///
    /// @return false when it is not
    boolean replace(Operator operator);

    /// Replaces the hash of one's password. Durable when it returns.
    void rehashed(long id, String hash);

    /// Remembers which code was used last. Durable when it returns.
    void usedStep(long id, long step);
}
