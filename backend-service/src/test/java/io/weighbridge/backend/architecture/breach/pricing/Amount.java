package io.weighbridge.backend.architecture.breach.pricing;

/// An amount that is not exact.
public record Amount(double dollars) {}
