package io.weighbridge.backend.services;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All services at one instant. Immutable; never empty of those that exist.
public final class ServiceDirectory {
    private final Map<String, Service> byName;
    private final Map<Long, Service> byId;

    ServiceDirectory(Collection<Service> services) {
        this.byName = HashMap.newHashMap(services.size());
        this.byId = HashMap.newHashMap(services.size());
        for (Service service : services) {
            byName.put(service.name(), service);
            byId.put(service.id(), service);
        }
    }

    ServiceDirectory with(Service service) {
        Map<Long, Service> changed = new HashMap<>(byId);
        changed.put(service.id(), service);
        return new ServiceDirectory(changed.values());
    }

    /// The service with this name, or null.
    public @Nullable Service byName(String name) {
        return byName.get(name);
    }

    /// The service with this id, or null.
    public @Nullable Service byId(long id) {
        return byId.get(id);
    }

    /// Its name, or its id in text for a service that does not exist (which no stored data names).
    public String nameOf(long id) {
        Service service = byId.get(id);
        return service == null ? Long.toString(id) : service.name();
    }

    /// All of them, oldest first.
    public List<Service> all() {
        List<Service> services = new ArrayList<>(byId.values());
        services.sort(Comparator.comparingLong(Service::id));
        return services;
    }
}
