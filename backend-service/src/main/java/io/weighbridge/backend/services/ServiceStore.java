package io.weighbridge.backend.services;

import java.util.List;

/// Where services are kept.
public interface ServiceStore {
    /// All of them.
    List<Service> all();

    /// Adds one. Durable when it returns.
    ///
    /// @return false when the name is taken
    boolean add(Service service);

    /// Replaces the one with the same id if its version is one below this one's. Durable when it
    /// returns.
    ///
    /// @return false when it is not
    boolean replace(Service service);
}
