package io.weighbridge.backend.proxies.models;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who serves which service.
///
/// @param routes by the service's name
/// @param providers that accounts have keys of their own for, by their names
/// @param others for all other services, null when nobody serves them
/// @param toolServers those of the Model Context Protocol, by the name that clients know them by
public record ModelTable(
        Map<String, ModelRoute> routes,
        Map<String, Provider> providers,
        @Nullable ModelRoute others,
        Map<String, ToolServer> toolServers) {
    /// No server of any kind.
    public static final ModelTable NOTHING = new ModelTable(Map.of(), Map.of(), null, Map.of());

    /// Copies.
    public ModelTable {
        routes = Map.copyOf(routes);
        providers = Map.copyOf(providers);
        toolServers = Map.copyOf(toolServers);
    }

    /// Who serves a service; null for nobody.
    public @Nullable ModelRoute route(String service) {
        ModelRoute route = routes.get(service);
        return route == null ? others : route;
    }

    /// The provider of a model that is named `PROVIDER/MODEL`; null for none.
    public @Nullable Provider provider(String model) {
        int slash = model.indexOf('/');
        boolean hasBoth = slash > 0 && slash < model.length() - 1;
        return hasBoth ? providers.get(model.substring(0, slash)) : null;
    }

    /// Whether a service is only what the calls of a provider, or of a tool server, are charged as,
    /// and no model.
    public boolean isNoModel(String service) {
        return providers.values().stream().anyMatch(one -> one.service().equals(service))
                || toolServers.keySet().stream()
                        .map(name -> ToolServer.SERVICE + name)
                        .anyMatch(own -> service.equals(own) || service.startsWith(own + '/'));
    }

    /// Services that calls are charged as, of all that are named.
    public Set<String> services() {
        Set<String> all = new TreeSet<>(routes.keySet());
        providers.values().forEach(provider -> all.add(provider.service()));
        toolServers.keySet().forEach(name -> all.add(ToolServer.SERVICE + name));
        return all;
    }

    /// The same with somebody for all other services.
    public ModelTable with(@Nullable ModelRoute otherServices) {
        return new ModelTable(routes, providers, otherServices, toolServers);
    }

    /// All model servers of the operator's, each once.
    public List<ServerSettings> servers() {
        Set<ServerSettings> all = new LinkedHashSet<>();
        if (others != null) {
            all.addAll(others.servers());
        }
        routes.values().forEach(route -> all.addAll(route.servers()));
        return List.copyOf(all);
    }

    /// All that are asked: these, and the providers'.
    public List<ServerSettings> asked() {
        Set<ServerSettings> all = new LinkedHashSet<>(servers());
        providers.values().forEach(provider -> all.add(provider.server()));
        return List.copyOf(all);
    }
}
