package io.weighbridge.backend.pricing;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What rates and fees may be.
final class PriceRules {
    private PriceRules() {}

    private record RateKey(
            long serviceId, Unit unit, Object tier, long aboveInputTokens, long accountId) {}

    private record BandsKey(long serviceId, ServiceTier tier, long accountId) {}

    /// @throws Fault INVALID_FIELD naming the first wrong one
    static void check(List<Rate> rates, List<Fee> fees) {
        Check.range("rates", rates.size(), 0, PriceBook.RATES_MAX);
        Set<RateKey> keys = new HashSet<>();
        Map<BandsKey, Set<Long>> bands = new HashMap<>();
        for (int i = 0; i < rates.size(); i++) {
            Rate rate = rates.get(i);
            String at = "rates[" + i + "]";
            Check.range(at + ".price_nanos", rate.priceNanos(), 0, Rate.PRICE_MAX);
            Check.range(at + ".per", rate.per(), 1, Rate.PER_MAX);
            Check.range(at + ".above_input_tokens", rate.aboveInputTokens(), 0, Unit.COUNT_MAX);
            checkSteps(at, rate.steps());
            checkBands(at, rate, bands);
            if (!keys.add(
                    new RateKey(
                            rate.serviceId(),
                            rate.unit(),
                            rate.tier(),
                            rate.aboveInputTokens(),
                            rate.accountId()))) {
                throw Fault.invalid(
                        at,
                        "a second rate for the same service, unit, tier, band and account",
                        "one");
            }
        }
        Set<Long> services = new HashSet<>();
        for (int i = 0; i < fees.size(); i++) {
            Fee fee = fees.get(i);
            String at = "fees[" + i + "]";
            Check.range(at + ".per_request_nanos", fee.perRequestNanos(), 0, Rate.PRICE_MAX);
            Check.range(at + ".price_millionths", fee.priceMillionths(), 0, Fee.MILLIONTHS_MAX);
            if (!services.add(fee.serviceId())) {
                throw Fault.invalid(at, "a second fee for the same service", "one");
            }
        }
    }

    private static void checkBands(String at, Rate rate, Map<BandsKey, Set<Long>> bands) {
        BandsKey key = new BandsKey(rate.serviceId(), rate.tier(), rate.accountId());
        Set<Long> of = bands.computeIfAbsent(key, _ -> new HashSet<>());
        if (of.add(rate.aboveInputTokens()) && of.size() > Rate.BANDS_MAX) {
            throw Fault.invalid(
                    at + ".above_input_tokens",
                    rate.aboveInputTokens() + ", one more band of the service, tier and account",
                    "at most " + Rate.BANDS_MAX + " bands");
        }
    }

    private static void checkSteps(String at, List<VolumeStep> steps) {
        Check.range(at + ".steps", steps.size(), 0, Rate.STEPS_MAX);
        long before = 0;
        for (VolumeStep step : steps) {
            if (step.fromCount() <= before) {
                throw Fault.invalid(
                        at + ".steps.from_count", step.fromCount(), "more than " + before);
            }
            before = step.fromCount();
            Check.range(at + ".steps.price_nanos", step.priceNanos(), 0, Rate.PRICE_MAX);
        }
    }
}
