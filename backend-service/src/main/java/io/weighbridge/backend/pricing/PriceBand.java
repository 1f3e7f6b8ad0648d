package io.weighbridge.backend.pricing;

import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// The rates of one band of prompt size, brought to a common denominator where that fits a `long`.
final class PriceBand {
    private final long aboveInputTokens;
    private final @Nullable CompiledRate[] byNumber;
    // 0 when the common denominator, or a rate over it, does not fit a long.
    private final long denominator;
    private final boolean steps;
    private final List<Unit> compute;

    PriceBand(long aboveInputTokens, Map<Unit, Rate> rates) {
        this.aboveInputTokens = aboveInputTokens;
        this.denominator = commonDenominator(rates);
        this.byNumber = new @Nullable CompiledRate[Unit.SIZE + 1];
        boolean anySteps = false;
        for (Rate rate : rates.values()) {
            byNumber[rate.unit().number()] = new CompiledRate(rate, denominator);
            anySteps |= !rate.steps().isEmpty();
        }
        this.steps = anySteps;
        this.compute = rates.keySet().stream().filter(Unit::isCompute).sorted().toList();
    }

    private static long commonDenominator(Map<Unit, Rate> rates) {
        try {
            long common = 1;
            for (Rate rate : rates.values()) {
                long divisor = gcd(common, rate.per());
                common = Math.multiplyExact(common / divisor, rate.per());
            }
            for (Rate rate : rates.values()) {
                long scale = common / rate.per();
                Math.multiplyExact(rate.priceNanos(), scale);
                for (VolumeStep step : rate.steps()) {
                    Math.multiplyExact(step.priceNanos(), scale);
                }
            }
            return common;
        } catch (ArithmeticException overflow) {
            return 0;
        }
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    long aboveInputTokens() {
        return aboveInputTokens;
    }

    boolean fitsLong() {
        return denominator != 0;
    }

    long denominator() {
        return denominator;
    }

    boolean hasSteps() {
        return steps;
    }

    @Nullable CompiledRate rate(Unit unit) {
        return byNumber[unit.number()];
    }

    /// The count of a unit that its own rate charges: without the parts that have rates themselves.
    long ownCount(Units units, Unit unit) {
        long count = units.get(unit);
        if (unit == Unit.INPUT_TOKENS || unit == Unit.OUTPUT_TOKENS) {
            for (int i = 0; i < units.size(); i++) {
                Unit part = units.unitAt(i);
                if (part.partOf() == unit && rate(part) != null) {
                    count -= units.countAt(i);
                }
            }
        }
        return count;
    }

    /// The units of compute that have a rate.
    List<Unit> compute() {
        return compute;
    }

    /// The first unit that has no price, or that a price needs and nobody knows; or null. A call is
    /// a request whether priced or not, so requests without a rate are free. Where compute is
    /// priced it must be known, and tokens need no rate beside it: they are paid by what they took.
    @Nullable Unit unpriced(Units units) {
        for (int i = 0; i < compute.size(); i++) {
            if (!units.has(compute.get(i))) {
                return compute.get(i);
            }
        }
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.unitAt(i);
            boolean paid = !compute.isEmpty() && unit.isToken();
            if (rate(unit) != null || unit == Unit.REQUESTS || paid) {
                continue;
            }
            Unit whole = unit.partOf();
            boolean pricedAsPart = whole != null && rate(whole) != null;
            if (!pricedAsPart && ownCount(units, unit) > 0) {
                return unit;
            }
        }
        return null;
    }
}
