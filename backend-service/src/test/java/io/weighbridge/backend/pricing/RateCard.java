package io.weighbridge.backend.pricing;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Prices worked out a second time, straight from the words of the contract (prices.proto) and
/// without any of the service's code: slow, exact, one unit after the other.
record RateCard(List<Rate> rates, Fee fee, long accountId, ServiceTier tier) {
    /// What a call comes to.
    ///
    /// @param unpriced the usage is unrated; then the rest means nothing
    record Worked(boolean unpriced, Fraction price, Fraction charge) {}

    Worked work(Units units, Volumes volumes, boolean countsAsRequest) {
        Fraction price = Fraction.ZERO;
        boolean unpriced = false;
        for (Unit unit : Unit.values()) {
            long count = units.get(unit);
            if (unit == Unit.REQUESTS && !units.has(unit)) {
                count = countsAsRequest ? 1 : 0;
            }
            Rate rate = rateFor(unit, units);
            for (Unit part : Unit.values()) {
                if (part.partOf() == unit && rateFor(part, units) != null) {
                    count -= units.get(part);
                }
            }
            Unit whole = unit.partOf();
            boolean chargedAsWhole = rate == null && whole != null && rateFor(whole, units) != null;
            if (count > 0 && !chargedAsWhole) {
                if (rate != null) {
                    price = price.plus(amount(rate, volumes.used(unit), count));
                } else if (unit != Unit.REQUESTS) {
                    unpriced = true;
                }
            }
        }
        Fraction charge = price.times(Fraction.of(1_000_000 + fee.priceMillionths(), 1_000_000));
        if (countsAsRequest) {
            charge = charge.plus(Fraction.of(fee.perRequestNanos(), 1));
        }
        return new Worked(unpriced, price, charge);
    }

    private @Nullable Rate rateFor(Unit unit, Units units) {
        Rate general = null;
        Rate own = null;
        boolean hasOwn = false;
        for (Rate rate : rates) {
            if (rate.unit() != unit || rate.tier() != tier) {
                continue;
            }
            boolean exceeded =
                    rate.aboveInputTokens() == 0
                            || units.get(Unit.INPUT_TOKENS) > rate.aboveInputTokens();
            if (rate.accountId() == 0) {
                general = exceeded ? higher(general, rate) : general;
            } else if (rate.accountId() == accountId) {
                hasOwn = true;
                own = exceeded ? higher(own, rate) : own;
            }
        }
        return hasOwn ? own : general;
    }

    private static Rate higher(@Nullable Rate a, Rate b) {
        return a == null || b.aboveInputTokens() > a.aboveInputTokens() ? b : a;
    }

    // Unit by unit would take years, so stretch by stretch: from each step's threshold to the next.
    private static Fraction amount(Rate rate, long used, long count) {
        long from = used;
        long end = Math.addExact(used, count);
        long priceNanos = rate.priceNanos();
        Fraction sum = Fraction.ZERO;
        for (VolumeStep step : rate.steps()) {
            long until = Math.min(end, Math.max(from, step.fromCount()));
            sum = sum.plus(stretch(until - from, priceNanos, rate.per()));
            from = until;
            priceNanos = step.priceNanos();
        }
        return sum.plus(stretch(end - from, priceNanos, rate.per()));
    }

    private static Fraction stretch(long count, long priceNanos, long per) {
        return Fraction.of(count, per).times(Fraction.of(priceNanos, 1));
    }
}
