package io.weighbridge.backend.proxies.models;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who serves which service.
///
/// @param routes by the service's name
/// @param others for all other services, null when nobody serves them
/// @param toolServers those of the Model Context Protocol, by the name that clients know them by
public record ModelTable(
        Map<String, ModelRoute> routes,
        @Nullable ModelRoute others,
        Map<String, ToolServer> toolServers) {
    /// Copies.
    public ModelTable {
        routes = Map.copyOf(routes);
        toolServers = Map.copyOf(toolServers);
    }

    /// Who serves a service; null for nobody.
    public @Nullable ModelRoute route(String service) {
        ModelRoute route = routes.get(service);
        return route == null ? others : route;
    }

    /// Whether a service is what the calls of a tool server are charged as, and no model.
    public boolean isNoModel(String service) {
        return toolServers.keySet().stream()
                .map(name -> ToolServer.SERVICE + name)
                .anyMatch(own -> service.equals(own) || service.startsWith(own + '/'));
    }

    /// All model servers, each once.
    public List<ServerSettings> servers() {
        Set<ServerSettings> all = new LinkedHashSet<>();
        if (others != null) {
            all.addAll(others.servers());
        }
        routes.values().forEach(route -> all.addAll(route.servers()));
        return List.copyOf(all);
    }
}
