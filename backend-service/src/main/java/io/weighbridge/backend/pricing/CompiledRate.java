package io.weighbridge.backend.pricing;

import io.weighbridge.model.PriceLine;
import io.weighbridge.model.Unit;

import java.util.List;

/// One rate of a band, with its prices also over the band's common denominator.
final class CompiledRate {
    private final long priceNanos;
    private final long per;
    private final VolumeStep[] steps;
    // dearest[i]: the highest price of step i (0: before the first) and all after it.
    private final long[] dearest;
    private final long scale;

    CompiledRate(Rate rate, long denominator) {
        this.priceNanos = rate.priceNanos();
        this.per = rate.per();
        this.steps = rate.steps().toArray(VolumeStep[]::new);
        this.scale = denominator == 0 ? 0 : denominator / rate.per();
        this.dearest = new long[steps.length + 1];
        long highest = 0;
        for (int i = steps.length; i >= 0; i--) {
            highest = Math.max(highest, priceOf(i));
            dearest[i] = highest;
        }
    }

    long per() {
        return per;
    }

    private long priceOf(int step) {
        return step == 0 ? priceNanos : steps[step - 1].priceNanos();
    }

    // Which step the next unit falls into when `used` were used before.
    private int stepAt(long used) {
        int step = 0;
        while (step < steps.length && used >= steps[step].fromCount()) {
            step++;
        }
        return step;
    }

    /// The highest price of `per` from the present volume on.
    long dearestPriceFrom(Volumes volumes, Unit unit) {
        return steps.length == 0 ? priceNanos : dearest[stepAt(volumes.used(unit))];
    }

    /// The same for one of the unit, over the band's common denominator.
    long dearestFrom(Volumes volumes, Unit unit) {
        return dearestPriceFrom(volumes, unit) * scale;
    }

    /// Adds the lines of a count: one for each step that it touches, none for nothing.
    void lines(Unit unit, long count, Volumes volumes, List<PriceLine> lines) {
        if (steps.length == 0) {
            if (count > 0) {
                lines.add(new PriceLine(unit, count, priceNanos, per));
            }
            return;
        }
        long used = volumes.used(unit);
        long rest = count;
        for (int step = stepAt(used); rest > 0; step++) {
            long part = step < steps.length ? Math.min(rest, steps[step].fromCount() - used) : rest;
            lines.add(new PriceLine(unit, part, priceOf(step), per));
            used += part;
            rest -= part;
        }
    }
}
