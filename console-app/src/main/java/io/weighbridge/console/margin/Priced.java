package io.weighbridge.console.margin;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Rate;

import java.util.Optional;

/// A price that is looked at.
///
/// @param priceNanos for each `per`; of volume steps the lowest
/// @param hasSteps whether it is the lowest of several
public record Priced(
        String service,
        Unit unit,
        ServiceTier tier,
        long aboveInputTokens,
        long priceNanos,
        long per,
        boolean hasSteps) {
    /// The price of a rate; empty for a unit that this console does not know.
    public static Optional<Priced> of(Rate rate) {
        ServiceTier tier = ServiceTier.byNumber(rate.getTierValue());
        long lowest =
                rate.getStepsList().stream()
                        .mapToLong(step -> step.getPriceNanos())
                        .min()
                        .orElse(Long.MAX_VALUE);
        return Optional.ofNullable(Unit.byNumber(rate.getUnitValue()))
                .map(
                        unit ->
                                new Priced(
                                        rate.getService(),
                                        unit,
                                        tier == null ? ServiceTier.STANDARD : tier,
                                        rate.getAboveInputTokens(),
                                        Math.min(rate.getPriceNanos(), lowest),
                                        rate.getPer(),
                                        lowest < rate.getPriceNanos()));
    }
}
