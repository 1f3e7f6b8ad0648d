package io.weighbridge.backend.architecture.breach.one.left;

import io.weighbridge.backend.architecture.breach.one.right.Right;

/// Needs [Right], which needs this.
public record Left(Right right) {}
