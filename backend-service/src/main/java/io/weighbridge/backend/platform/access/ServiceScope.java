package io.weighbridge.backend.platform.access;

import java.util.Set;

/// The services that a proxy may serve.
///
/// @param all whether it is every one
/// @param names of the services, when not all; a service's name never changes
public record ServiceScope(boolean all, Set<String> names) {
    /// Every service.
    public static final ServiceScope ALL = new ServiceScope(true, Set.of());

    public ServiceScope {
        names = Set.copyOf(names);
    }

    /// Whether a service is among them.
    public boolean covers(String service) {
        return all || names.contains(service);
    }
}
