package io.weighbridge.backend.gate.price;

import io.weighbridge.backend.compute.curve.Curve;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

/// What a call costs: by a price sheet, and where that prices what calls take of GPUs, by the cost
/// curve of what the service ran when the call was authorised. What the proxy tells of GPUs itself
/// is charged as told.
///
/// @param sheet the price
/// @param curve null when there is none, or the price has no use for it
public record CallPrice(PriceSheet sheet, @Nullable Curve curve) {
    /// Of a call.
    ///
    /// @param sheet null when there is no price at all
    /// @param authorizedAtMs of the call
    /// @return null likewise
    public static @Nullable CallPrice of(
            @Nullable PriceSheet sheet, Curves curves, long serviceId, long authorizedAtMs) {
        return sheet == null ? null : by(sheet, curves, serviceId, authorizedAtMs);
    }

    /// The same by a sheet that there is.
    static CallPrice by(PriceSheet sheet, Curves curves, long serviceId, long authorizedAtMs) {
        boolean compute = sheet.pricesCompute();
        return new CallPrice(sheet, compute ? curves.at(serviceId, authorizedAtMs) : null);
    }

    /// Prices what a call used.
    ///
    /// @param countsAsRequest see [PriceSheet#rate]
    public Rating rate(Units units, Volumes volumes, boolean countsAsRequest) {
        Units all = complete(units);
        return isTooMuch(all) ? new Rating.TooLarge() : sheet.rate(all, volumes, countsAsRequest);
    }

    // Whether what was reckoned is more than a long counts; what is told never is.
    private boolean isTooMuch(Units all) {
        for (Unit unit : sheet.compute(all)) {
            if (all.get(unit) == Curve.BEYOND) {
                return true;
            }
        }
        return false;
    }

    // With what the price needs of GPUs, as far as that is known.
    private Units complete(Units units) {
        Curve by = curve;
        Units all = units;
        if (by != null) {
            for (Unit unit : sheet.compute(units)) {
                long count = units.has(unit) ? Curve.UNKNOWN : by.count(unit, units);
                if (count != Curve.UNKNOWN) {
                    all = all.with(unit, count);
                }
            }
        }
        return all;
    }

    // The same for a hold: also a call that turns out to have found nothing in a cache, and one of
    // which nothing is told in the end but its tokens, takes no more. Output that is allowed, be it
    // by the service's default, is none where the model writes nothing.
    private Units atMost(Units units) {
        Curve by = curve;
        Units all = units;
        if (by != null) {
            Units most =
                    units.has(Unit.CACHED_INPUT_TOKENS)
                            ? units.with(Unit.CACHED_INPUT_TOKENS, 0)
                            : units;
            if (!by.writes()) {
                most = most.with(Unit.OUTPUT_TOKENS, 0);
            }
            for (Unit unit : sheet.compute(units)) {
                long count = by.count(unit, most);
                if (count != Curve.UNKNOWN) {
                    all = all.with(unit, Math.max(count, units.get(unit)));
                }
            }
        }
        return all;
    }

    /// What to set aside; see [PriceSheet#holdNanos]. [PriceSheet#UNPRICED] also where nothing that
    /// is named has a price.
    public long holdNanos(Units units, Volumes volumes) {
        Units all = atMost(units);
        return sheet.pricesAnyOf(all) ? hold(all, volumes) : PriceSheet.UNPRICED;
    }

    private long hold(Units all, Volumes volumes) {
        return isTooMuch(all) ? PriceSheet.TOO_LARGE : sheet.holdNanos(all, volumes);
    }

    /// How much of a unit credit covers; see [PriceSheet#affordable].
    public long affordable(Units units, Unit unit, long availableNanos, Volumes volumes) {
        return PriceSheet.affordable(
                units, unit, availableNanos, some -> hold(atMost(some), volumes));
    }

    /// Whether output tokens cost anything, be it by what they take of GPUs.
    public boolean pricesOutput() {
        return sheet.prices(Unit.OUTPUT_TOKENS) || (curve != null && curve.writes());
    }

    /// What is missing where a unit has no price, for people.
    ///
    /// @param units as told
    public static String missing(Unit unit, Units units) {
        return unit.isCompute() && !units.has(unit)
                ? "no "
                        + unit.key()
                        + " to price: not told, and not reckoned, which takes a model by"
                        + " SetServiceModel whose cost is known, and tokens of text alone"
                : "no price for " + unit.key();
    }
}
