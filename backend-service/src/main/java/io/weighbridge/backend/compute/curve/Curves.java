package io.weighbridge.backend.compute.curve;

import org.jspecify.annotations.Nullable;

/// Knows the cost curves of services. Answers at once, from memory, and never throws.
@FunctionalInterface
public interface Curves {
    /// No service has one.
    Curves NONE = (serviceId, atMs) -> null;

    /// The curve of what a service ran at an instant.
    ///
    /// @return null when nobody knows what it ran, or what that takes
    @Nullable Costing at(long serviceId, long atMs);
}
