package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.compute.cost.ServingTerms;

import org.jspecify.annotations.Nullable;

/// Which model a service runs from an instant on. Never changed.
///
/// @param id rises in the order in which they are made
/// @param serviceId the service
/// @param effectiveAtMs from when on
/// @param run what it runs; null when that is not known from then on
/// @param createdAtMs when it was made
public record ServiceModel(
        long id, long serviceId, long effectiveAtMs, @Nullable Run run, long createdAtMs) {
    /// A model on a GPU.
    ///
    /// @param modelId of a saved model
    /// @param modelName its name
    /// @param gpuId of a GPU
    /// @param gpuName its name
    /// @param terms how it serves and is priced
    public record Run(
            long modelId, String modelName, long gpuId, String gpuName, ServingTerms terms) {}
}
