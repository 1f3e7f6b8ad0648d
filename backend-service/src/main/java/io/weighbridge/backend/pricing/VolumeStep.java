package io.weighbridge.backend.pricing;

/// From `fromCount` on in the calendar month, a rate's `per` costs `priceNanos`.
public record VolumeStep(long fromCount, long priceNanos) {}
