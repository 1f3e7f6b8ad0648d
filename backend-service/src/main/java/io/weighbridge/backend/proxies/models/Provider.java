package io.weighbridge.backend.proxies.models;

import java.util.List;

/// A provider of models that accounts have keys of their own for.
///
/// @param name what stands before the model's name, as `NAME/MODEL`
/// @param service that its calls are charged as
/// @param server where it is, without a key
/// @param maximumField what it is told the most output tokens in
/// @param hidesThinking whether its models think without streaming it
/// @param isChosen whether a request may choose it where the operator serves the model too
/// @param tellsCost whether the cost that it tells is in the billing currency
public record Provider(
        String name,
        String service,
        ServerSettings server,
        String maximumField,
        boolean hidesThinking,
        boolean isChosen,
        boolean tellsCost) {
    /// Who serves one of its models: it alone, so that what comes of a customer's key never counts
    /// against a server of others.
    public ModelRoute route(String model) {
        ModelTarget only = new ModelTarget(server, model, 1, 1);
        return new ModelRoute(List.of(only), false, maximumField, hidesThinking);
    }
}
