package io.weighbridge.backend.compute.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

/// The answer to a question about a model.
///
/// @param json whose fields docs/compute.md describes; what is not known is named in `unknown`,
///     never counted as nothing
/// @param placed the model on the GPU; null when none was asked for, or it reads no tokens
/// @param media likewise a model that makes pictures or writes down speech; null when none was
///     asked for, it does neither, or nobody said how it serves
public record Analysis(ObjectNode json, @Nullable Placed placed, @Nullable PlacedMedia media) {}
