package io.weighbridge.backend.pricing;

import io.weighbridge.model.PriceLine;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/// All that is needed to price a call of one service in one tier for one account: the book's rates
/// in bands of prompt size, and the fee. Immutable.
///
/// The exact price is the sum of count × price / per over the units, a fraction; the exact charge
/// is price × (1 + fee millionths / 10^6) + fee per request. Only the charge is rounded, once, half
/// to even; a hold is rounded up. Arithmetic is in `long` over a common denominator where
/// everything fits, and in [BigInteger] where it does not: the same fraction either way.
public final class PriceSheet {
    /// Answer of [#holdNanos] when a unit has no price.
    public static final long UNPRICED = -1;

    /// Answer of [#holdNanos] when the amount is above what a `long` holds.
    public static final long TOO_LARGE = -2;

    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final long bookId;
    private final ServiceTier tier;
    private final PriceBand[] bands;
    private final boolean pricesOnlyRequests;
    private final boolean pricesTokens;
    private final long perRequestNanos;
    // 1 + millionths / 10^6, in lowest terms.
    private final long feeNumerator;
    private final long feeDenominator;

    PriceSheet(long bookId, ServiceTier tier, List<PriceBand> bands, Fee fee) {
        this.bookId = bookId;
        this.tier = tier;
        this.bands = bands.toArray(PriceBand[]::new);
        boolean other = false;
        boolean tokens = false;
        for (Unit unit : Unit.values()) {
            boolean isPriced = bands.stream().anyMatch(band -> band.rate(unit) != null);
            other |= isPriced && unit != Unit.REQUESTS;
            tokens |= isPriced && unit.isToken();
        }
        this.pricesOnlyRequests = !other;
        this.pricesTokens = tokens;
        this.perRequestNanos = fee.perRequestNanos();
        long divisor = gcd(1_000_000L + fee.priceMillionths(), 1_000_000L);
        this.feeNumerator = (1_000_000L + fee.priceMillionths()) / divisor;
        this.feeDenominator = 1_000_000L / divisor;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// The book it was compiled from.
    public long bookId() {
        return bookId;
    }

    /// The tier it is for.
    public ServiceTier tier() {
        return tier;
    }

    /// Whether the unit, or the unit it is part of, has a rate.
    public boolean prices(Unit unit) {
        Unit whole = unit.partOf();
        return bands[0].rate(unit) != null || (whole != null && bands[0].rate(whole) != null);
    }

    /// Whether anything of a call of these units has a price, be it 0. That the call itself has one
    /// is enough only where nothing else has: what a call turns out to use beside, nothing would be
    /// held for.
    public boolean pricesAnyOf(Units units) {
        boolean any = pricesOnlyRequests;
        for (int i = 0; i < units.size() && !any; i++) {
            any = units.unitAt(i) != Unit.REQUESTS && prices(units.unitAt(i));
        }
        return any;
    }

    /// Whether nothing but requests has a rate.
    public boolean pricesOnlyRequests() {
        return pricesOnlyRequests;
    }

    /// Whether it may matter for a price what the service runs: where what calls take of GPUs has a
    /// rate, or pictures have one by their number or by their pixels alone.
    public boolean usesModel() {
        return pricesCompute() || hasRate(Unit.IMAGES) != hasRate(Unit.PIXELS);
    }

    /// Whether anything that a call takes of GPUs has a rate.
    public boolean pricesCompute() {
        return !bands[bands.length - 1].compute().isEmpty();
    }

    /// The units of compute that have a rate for a prompt of the size that is told.
    public List<Unit> compute(Units units) {
        return band(units).compute();
    }

    /// Whether the unit itself has a rate, for a prompt of some size.
    public boolean hasRate(Unit unit) {
        for (PriceBand band : bands) {
            if (band.rate(unit) != null) {
                return true;
            }
        }
        return false;
    }

    /// Of units that count one call in several ways, such as an image, its pixels and its tokens,
    /// those that it is priced by; all where that is none, and one request where nothing else has a
    /// price. Tokens of all kinds go together.
    ///
    /// @param sizes units that tell what a call takes of GPUs; none where tokens do
    public Units measured(Units units, Set<Unit> sizes) {
        boolean needsTokens = pricesTokens || (sizes.isEmpty() && pricesCompute());
        Units measured = Units.NONE;
        for (Unit unit : units.units()) {
            if (unit.isToken() ? needsTokens : hasRate(unit) || sizes.contains(unit)) {
                measured = measured.with(unit, units.get(unit));
            }
        }
        if (!measured.isEmpty()) {
            return measured;
        }
        return pricesOnlyRequests ? Units.of(Unit.REQUESTS, 1) : units;
    }

    /// Whether any price depends on the month's volume.
    public boolean hasSteps() {
        for (PriceBand band : bands) {
            if (band.hasSteps()) {
                return true;
            }
        }
        return false;
    }

    private PriceBand band(Units units) {
        return bands[bandOf(units)];
    }

    private int bandOf(Units units) {
        long input = units.get(Unit.INPUT_TOKENS);
        for (int i = bands.length - 1; i > 0; i--) {
            if (input > bands[i].aboveInputTokens()) {
                return i;
            }
        }
        return 0;
    }

    /// The credit to set aside for these units: what the dearest call within them costs at most,
    /// rounded up. Within them is every call that counts no unit higher: it may turn out to have
    /// fewer of a part that is cheaper than its whole, or so short a prompt that it falls into a
    /// dearer band. Of volume steps the dearest counts that the account is in or has before it, so
    /// that no other call's volume makes the hold too small.
    ///
    /// @return nanos, or [#UNPRICED] or [#TOO_LARGE]
    public long holdNanos(Units units, Volumes volumes) {
        int band = bandOf(units);
        if (bands[band].unpriced(units) != null) {
            return UNPRICED;
        }
        long most = holdIn(bands[band], units, volumes);
        for (int i = band - 1; i >= 0 && most != TOO_LARGE; i--) {
            Units shorter = units.with(Unit.INPUT_TOKENS, bands[i + 1].aboveInputTokens());
            long nanos = holdIn(bands[i], shorter, volumes);
            most = nanos == TOO_LARGE ? TOO_LARGE : Math.max(most, nanos);
        }
        return most;
    }

    private long holdIn(PriceBand band, Units units, Volumes volumes) {
        if (band.fitsLong()) {
            try {
                long sum = implicitRequest(band, units, volumes);
                for (int i = 0; i < units.size(); i++) {
                    Unit unit = units.unitAt(i);
                    CompiledRate rate = band.rate(unit);
                    if (rate != null) {
                        long price = rate.dearestFrom(volumes, unit);
                        Unit whole = unit.partOf();
                        CompiledRate ofWhole = whole == null ? null : band.rate(whole);
                        if (whole != null && ofWhole != null) {
                            price -= ofWhole.dearestFrom(volumes, whole);
                        }
                        if (price > 0) {
                            long nanos = Math.multiplyExact(countAtMost(units, i), price);
                            sum = Math.addExact(sum, nanos);
                        }
                    }
                }
                return ceil(sum, band.denominator());
            } catch (ArithmeticException overflow) {
                // Falls through to the slow path, which has no overflow.
            }
        }
        return holdSlowly(band, units, volumes);
    }

    // A part is within its whole, and a call is at least one request.
    private static long countAtMost(Units units, int position) {
        Unit unit = units.unitAt(position);
        Unit whole = unit.partOf();
        long count = units.countAt(position);
        if (whole != null) {
            return Math.min(count, units.get(whole));
        }
        return unit == Unit.REQUESTS ? Math.max(1, count) : count;
    }

    private static long implicitRequest(PriceBand band, Units units, Volumes volumes) {
        CompiledRate rate = band.rate(Unit.REQUESTS);
        return rate == null || units.has(Unit.REQUESTS)
                ? 0
                : rate.dearestFrom(volumes, Unit.REQUESTS);
    }

    private long ceil(long sum, long denominator) {
        long wholeDenominator = Math.multiplyExact(denominator, feeDenominator);
        long numerator = Math.multiplyExact(sum, feeNumerator);
        long nanos = Math.ceilDiv(numerator, wholeDenominator);
        return Math.addExact(nanos, perRequestNanos);
    }

    private long holdSlowly(PriceBand band, Units units, Volumes volumes) {
        ExactSum sum = new ExactSum();
        CompiledRate request = band.rate(Unit.REQUESTS);
        if (request != null && !units.has(Unit.REQUESTS)) {
            sum.add(1, request.dearestPriceFrom(volumes, Unit.REQUESTS), request.per());
        }
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.unitAt(i);
            CompiledRate rate = band.rate(unit);
            if (rate != null) {
                long count = countAtMost(units, i);
                ExactSum part = new ExactSum();
                part.add(count, rate.dearestPriceFrom(volumes, unit), rate.per());
                Unit whole = unit.partOf();
                CompiledRate ofWhole = whole == null ? null : band.rate(whole);
                if (whole != null && ofWhole != null) {
                    part.add(-count, ofWhole.dearestPriceFrom(volumes, whole), ofWhole.per());
                }
                if (part.isAboveZero()) {
                    sum.add(part);
                }
            }
        }
        BigInteger nanos = withFee(sum, true).ceil();
        return nanos.compareTo(LONG_MAX) > 0 ? TOO_LARGE : nanos.longValueExact();
    }

    private ExactSum withFee(ExactSum price, boolean countsAsRequest) {
        ExactSum charge = price.times(feeNumerator, feeDenominator);
        if (countsAsRequest) {
            charge.add(1, perRequestNanos, 1);
        }
        return charge;
    }

    /// Prices what a call used.
    ///
    /// @param countsAsRequest whether the call itself is charged (the implicit request, the fee per
    ///     request): not when the upstream failed
    public Rating rate(Units units, Volumes volumes, boolean countsAsRequest) {
        PriceBand band = band(units);
        Unit unpriced = band.unpriced(units);
        if (unpriced != null) {
            return new Rating.Unpriced(unpriced);
        }
        List<PriceLine> lines = new ArrayList<>(4);
        for (Unit unit : chargedUnits(band, units, countsAsRequest)) {
            CompiledRate rate = band.rate(unit);
            if (rate != null) {
                rate.lines(unit, count(band, units, unit), volumes, lines);
            }
        }
        return rated(band, lines, countsAsRequest);
    }

    private Rating rated(PriceBand band, List<PriceLine> lines, boolean countsAsRequest) {
        if (band.fitsLong()) {
            try {
                long sum = 0;
                for (PriceLine line : lines) {
                    // Exact: the common denominator is a multiple of each.
                    long scaled = line.priceNanos() * (band.denominator() / line.per());
                    sum = Math.addExact(sum, Math.multiplyExact(line.count(), scaled));
                }
                long bottom = Math.multiplyExact(band.denominator(), feeDenominator);
                long top = Math.multiplyExact(sum, feeNumerator);
                if (countsAsRequest) {
                    top = Math.addExact(top, Math.multiplyExact(perRequestNanos, bottom));
                }
                return rated(lines, halfEven(sum, band.denominator()), halfEven(top, bottom));
            } catch (ArithmeticException overflow) {
                // Falls through to the slow path, which has no overflow.
            }
        }
        return ratedSlowly(lines, countsAsRequest);
    }

    private static long halfEven(long top, long bottom) {
        long whole = top / bottom;
        long rest = top % bottom;
        long other = bottom - rest;
        return rest > other || (rest == other && (whole & 1) != 0) ? whole + 1 : whole;
    }

    private Rating ratedSlowly(List<PriceLine> lines, boolean countsAsRequest) {
        ExactSum price = new ExactSum();
        for (PriceLine line : lines) {
            price.add(line.count(), line.priceNanos(), line.per());
        }
        BigInteger charge = withFee(price, countsAsRequest).halfEven();
        if (charge.compareTo(LONG_MAX) > 0) {
            return new Rating.TooLarge();
        }
        return rated(lines, price.halfEven().longValueExact(), charge.longValueExact());
    }

    // Rounding is monotonic and the exact charge is not below the exact price, so neither is the
    // fee below 0; without a fee both are the same number.
    private static Rating rated(List<PriceLine> lines, long priceNanos, long chargeNanos) {
        return new Rating.Rated(lines, priceNanos, chargeNanos - priceNanos, chargeNanos);
    }

    private static List<Unit> chargedUnits(PriceBand band, Units units, boolean countsAsRequest) {
        List<Unit> charged = units.units();
        if (countsAsRequest && band.rate(Unit.REQUESTS) != null && !units.has(Unit.REQUESTS)) {
            charged.add(Unit.REQUESTS);
        }
        return charged;
    }

    private static long count(PriceBand band, Units units, Unit unit) {
        boolean implicit = unit == Unit.REQUESTS && !units.has(unit);
        return implicit ? 1 : band.ownCount(units, unit);
    }

    /// The most of `unit`, up to its count in `units`, that `availableNanos` holds, or -1 when not
    /// even none of it can be held. By bisection: a hold never falls when a count rises.
    ///
    /// @param hold as [#holdNanos]
    public static long affordable(
            Units units, Unit unit, long availableNanos, ToLongFunction<Units> hold) {
        long low = -1;
        long high = units.get(unit);
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            long nanos = hold.applyAsLong(units.with(unit, middle));
            if (nanos >= 0 && nanos <= availableNanos) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The unit that keeps these units from being priced, or null.
    public @Nullable Unit unpriced(Units units) {
        return band(units).unpriced(units);
    }
}
