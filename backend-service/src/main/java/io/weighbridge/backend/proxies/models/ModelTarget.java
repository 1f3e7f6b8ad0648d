package io.weighbridge.backend.proxies.models;

/// A model of a server that serves a service.
///
/// @param server which
/// @param model its name there, empty for the service's own
/// @param order those with the least are asked first
/// @param weight its part among those of the same order
public record ModelTarget(ServerSettings server, String model, int order, int weight) {
    /// The name there of a service's model.
    public String modelOf(String service) {
        return model.isEmpty() ? service : model;
    }
}
