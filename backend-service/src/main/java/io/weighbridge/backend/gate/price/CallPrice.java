package io.weighbridge.backend.gate.price;

import io.weighbridge.backend.compute.curve.Costing;
import io.weighbridge.backend.compute.curve.Curves;
import io.weighbridge.backend.pricing.PriceSheet;
import io.weighbridge.backend.pricing.Rating;
import io.weighbridge.backend.pricing.Volumes;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// What a call costs: by a price sheet, and where that prices what calls take of GPUs, by the cost
/// curve of what the service ran when the call was authorised. What the proxy tells of GPUs itself
/// is charged as told.
///
/// @param sheet the price
/// @param curve null when there is none, or the price has no use for it
/// @param before what was charged of the call already, where the rest of it is priced: of what it
///     takes of GPUs it pays for what the whole call takes more. None for a whole call
public record CallPrice(PriceSheet sheet, @Nullable Costing curve, Units before) {
    /// Of a whole call.
    public CallPrice(PriceSheet sheet, @Nullable Costing curve) {
        this(sheet, curve, Units.NONE);
    }

    /// Of a call.
    ///
    /// @param sheet null when there is no price at all
    /// @param authorizedAtMs of the call
    /// @return null likewise
    public static @Nullable CallPrice of(
            @Nullable PriceSheet sheet, Curves curves, long serviceId, long authorizedAtMs) {
        return sheet == null ? null : by(sheet, curves, serviceId, authorizedAtMs);
    }

    /// The same of the rest of a call.
    ///
    /// @param before what was charged of it already
    public CallPrice after(Units before) {
        return new CallPrice(sheet, curve, before);
    }

    /// The same by a sheet that there is.
    static CallPrice by(PriceSheet sheet, Curves curves, long serviceId, long authorizedAtMs) {
        return new CallPrice(
                sheet, sheet.usesModel() ? curves.at(serviceId, authorizedAtMs) : null);
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
            if (all.get(unit) == Costing.BEYOND) {
                return true;
            }
        }
        return false;
    }

    // With what the price needs of GPUs, as far as that is known.
    private Units complete(Units units) {
        Costing by = curve;
        if (by == null) {
            return units;
        }
        Units all = units;
        for (Unit unit : sheet.compute(units)) {
            long count = count(by, unit, units);
            if (count != Costing.UNKNOWN) {
                all = all.with(unit, count);
            }
        }
        return paid(by, all);
    }

    // What is told counts as told. Of the rest of a call the difference of two counts, each rounded
    // up once, so that its parts come to what the whole call takes; never less than nothing, as
    // where tokens turn out to have been cached.
    private long count(Costing by, Unit unit, Units units) {
        if (before.isEmpty()) {
            return units.has(unit) ? Costing.UNKNOWN : by.count(unit, units);
        }
        Units whole = before;
        for (Unit each : units.units()) {
            whole = whole.with(each, before.get(each) + units.get(each));
        }
        long all = whole.has(unit) ? whole.get(unit) : by.count(unit, whole);
        long charged = before.has(unit) ? before.get(unit) : by.count(unit, before);
        if (all == Costing.UNKNOWN || charged == Costing.UNKNOWN || all == Costing.BEYOND) {
            return charged == Costing.UNKNOWN ? charged : all;
        }
        return Math.max(0, all - charged);
    }

    // The same for a hold: no call takes more that turns out to use no more, or of which nothing is
    // told in the end but its size.
    private Units atMost(Units units) {
        Costing by = curve;
        if (by == null) {
            return units;
        }
        Units all = units;
        for (Unit unit : sheet.compute(units)) {
            long count = by.countAtMost(unit, units);
            if (count != Costing.UNKNOWN) {
                all = all.with(unit, Math.max(count, units.get(unit)));
            }
        }
        return paid(by, all);
    }

    // Without the units that need no price, as another pays for what they count: by what the call
    // takes of GPUs its size is paid, and with pixels their pictures or the other way round.
    private Units paid(Costing by, Units units) {
        boolean byCompute = !sheet.compute(units).isEmpty();
        Units all = units;
        for (Unit unit : by.sizes()) {
            if (units.get(unit) != 0
                    && !sheet.hasRate(unit)
                    && (byCompute || isPaidBeside(unit, units))) {
                all = all.with(unit, 0);
            }
        }
        return all;
    }

    private boolean isPaidBeside(Unit unit, Units units) {
        return switch (unit) {
            case IMAGES -> sheet.hasRate(Unit.PIXELS) && units.get(Unit.PIXELS) > 0;
            case PIXELS -> sheet.hasRate(Unit.IMAGES) && units.get(Unit.IMAGES) > 0;
            default -> false;
        };
    }

    /// Of units that count one call in several ways, those that its price or its cost goes by; see
    /// [PriceSheet#measured].
    public Units measured(Units units) {
        Costing by = curve;
        return sheet.measured(units, by == null ? Set.of() : by.sizes());
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
        Costing by = curve;
        if (unit == Unit.OUTPUT_TOKENS && (by == null || !by.writes())) {
            // What the call takes of GPUs is the same for any output: it is reckoned once.
            return PriceSheet.affordable(
                    atMost(units), unit, availableNanos, some -> hold(some, volumes));
        }
        return PriceSheet.affordable(
                units, unit, availableNanos, some -> hold(atMost(some), volumes));
    }

    /// Whether output tokens cost anything, be it by what they take of GPUs.
    public boolean pricesOutput() {
        return sheet.prices(Unit.OUTPUT_TOKENS)
                || (curve != null && curve.writes() && sheet.pricesCompute());
    }

    /// What is missing where a unit has no price, for people.
    ///
    /// @param units as told
    public static String missing(Unit unit, Units units) {
        return unit.isCompute() && !units.has(unit)
                ? "no "
                        + unit.key()
                        + " to price: not told, and not reckoned, which takes a model by"
                        + " SetServiceModel whose cost is known, and tokens of text alone, or"
                        + " what that model makes or hears: images and their pixels, of no more"
                        + " steps than its terms say, or audio_milliseconds"
                : "no price for " + unit.key();
    }
}
