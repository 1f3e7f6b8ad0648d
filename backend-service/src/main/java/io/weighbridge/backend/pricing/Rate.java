package io.weighbridge.backend.pricing;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.util.List;

/// What a quantity of a unit costs at a service: `priceNanos` for each `per`.
///
/// @param serviceId the service
/// @param unit what is counted
/// @param tier the tier it is for
/// @param aboveInputTokens 0, or the prompt size above which it applies
/// @param accountId 0 for everybody, else the only account it is for
/// @param priceNanos 0 to [Rate#PRICE_MAX]; 0 is free, said explicitly
/// @param per 1 to [Rate#PER_MAX]
/// @param steps prices by volume in the month, rising `fromCount`s above 0
public record Rate(
        long serviceId,
        Unit unit,
        ServiceTier tier,
        long aboveInputTokens,
        long accountId,
        long priceNanos,
        long per,
        List<VolumeStep> steps) {
    /// The most that a quantity may cost: a million units of the currency.
    public static final long PRICE_MAX = 1_000_000_000_000_000L;

    /// The largest quantity that a price may be for.
    public static final long PER_MAX = 1_000_000_000_000L;

    /// The most steps that a rate may have.
    public static final int STEPS_MAX = 20;

    /// The most bands of prompt size that a service may have in one tier, for one account or all.
    public static final int BANDS_MAX = 32;

    public Rate {
        steps = List.copyOf(steps);
    }
}
