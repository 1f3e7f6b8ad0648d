package io.weighbridge.backend.architecture.breach.two;

import io.weighbridge.backend.architecture.breach.one.One;

import org.jspecify.annotations.Nullable;

/// Needs [One], which needs this.
public record Two(@Nullable One one) {}
