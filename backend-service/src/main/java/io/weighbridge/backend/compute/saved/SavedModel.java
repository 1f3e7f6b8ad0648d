package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.compute.analysis.Analysis;

/// A model that is kept; never changed. What an analysis needs of it is read apart.
///
/// @param id never changes
/// @param name unique
/// @param type the `model_type`, or the class of a part of a diffusion pipeline
/// @param kind as an analysis says it
/// @param parameters in all, as it was analysed when it was saved, as the next two
/// @param weightBytes of the weights
/// @param weightFormat how they are stored
/// @param createdAtMs when it was saved
public record SavedModel(
        long id,
        String name,
        String type,
        String kind,
        long parameters,
        long weightBytes,
        String weightFormat,
        long createdAtMs) {
    static SavedModel of(long id, String name, Analysis analysis, long createdAtMs) {
        return new SavedModel(
                id,
                name,
                analysis.json().path("type").asText(),
                analysis.json().path("kind").asText(),
                analysis.json().path("params_total").asLong(),
                analysis.json().path("weight_bytes").asLong(),
                analysis.json().path("weight_format").asText(),
                createdAtMs);
    }
}
