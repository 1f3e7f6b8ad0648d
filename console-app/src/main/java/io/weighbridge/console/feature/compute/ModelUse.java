package io.weighbridge.console.feature.compute;

import io.weighbridge.proto.v1.ComputeTerms;

import java.util.Optional;

/// What a model is used for, which decides its terms.
enum ModelUse {
    TEXT,
    PICTURES,
    SPEECH;

    /// Of a kind as analyses say it; empty when the model is not known.
    static Optional<ModelUse> ofKind(String kind) {
        return switch (kind) {
            case "decoder", "encoder" -> Optional.of(TEXT);
            case "diffusion step", "picture decoder", "pipeline" -> Optional.of(PICTURES);
            case "speech" -> Optional.of(SPEECH);
            default -> Optional.empty();
        };
    }

    static ModelUse of(ComputeTerms terms) {
        return terms.hasPicture() ? PICTURES : terms.hasSpeech() ? SPEECH : TEXT;
    }
}
