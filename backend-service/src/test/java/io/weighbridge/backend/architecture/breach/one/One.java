package io.weighbridge.backend.architecture.breach.one;

import io.weighbridge.backend.architecture.breach.two.Two;

/// Needs [Two], which needs this.
public record One(Two two) {}
