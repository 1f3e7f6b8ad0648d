package io.weighbridge.backend.architecture.breach.one.right;

import io.weighbridge.backend.architecture.breach.one.left.Left;

import org.jspecify.annotations.Nullable;

/// Needs [Left], which needs this.
public record Right(@Nullable Left left) {}
