package io.weighbridge.backend.services;

/// Something a proxy serves: a model, an image pipeline, a tool.
///
/// @param id never changes
/// @param version rises with each change
/// @param name never changes, unique
/// @param settings the rest
/// @param createdAtMs when it was made
public record Service(
        long id, long version, String name, ServiceSettings settings, long createdAtMs) {}
