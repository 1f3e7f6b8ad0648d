package io.weighbridge.backend.services;

import io.weighbridge.backend.platform.audit.Change;

import java.util.List;

/// Where services are kept.
public interface ServiceStore {
    /// All of them.
    List<Service> all();

    /// Adds one, and the audit entry. Durable when it returns.
    ///
    /// @return false when the name is taken
    boolean add(Service service, Change change);

    /// Replaces the one with the same id if its version is one below this one's, and adds the audit
    /// entry. Durable when it returns.
    ///
    /// @return false when it is not
    boolean replace(Service service, Change change);
}
