package io.weighbridge.console.feature.prices.words;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Rate;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What another book does differently with one price or fee.
///
/// @param service its name; empty for the fee of every service
/// @param what which price of the service
/// @param oldText how it was written; empty when it was not there
/// @param newText how it is written; empty when it is gone
/// @param basisPoints hundredths of a percent that it rises, rounded; 0 where there is nothing to
///     compare
/// @param isBig more than twice or less than half, or free on one side
public record Difference(
        String service,
        String what,
        Kind kind,
        String oldText,
        String newText,
        long basisPoints,
        boolean isBig) {
    /// What happened to a place.
    public enum Kind {
        ADDED,
        REMOVED,
        RAISED,
        LOWERED,
        /// Neither dearer nor cheaper in one number: volume steps, or both parts of a fee.
        CHANGED
    }

    private static final long BIG_UP = 10_000;
    private static final long BIG_DOWN = -5_000;

    /// All of them, by service; nothing where the books agree.
    public static List<Difference> between(PriceBook before, PriceBook after) {
        List<Difference> all = new ArrayList<>();
        Map<Place, Rate> old = Place.all(before);
        Map<Place, Rate> now = Place.all(after);
        Set<Place> places = new LinkedHashSet<>(old.keySet());
        places.addAll(now.keySet());
        for (Place place : places) {
            Rate was = old.get(place);
            Rate is = now.get(place);
            if (was == null || is == null || !isSame(was, is)) {
                all.add(of(place, was, is));
            }
        }
        addFees(before, after, all);
        all.sort(Comparator.comparing(Difference::service).thenComparing(Difference::what));
        return List.copyOf(all);
    }

    private static boolean isSame(Rate one, Rate other) {
        return one.getPriceNanos() == other.getPriceNanos()
                && one.getPer() == other.getPer()
                && one.getStepsList().equals(other.getStepsList());
    }

    private static Difference of(Place place, @Nullable Rate was, @Nullable Rate is) {
        String oldText = was == null ? "" : PriceText.price(was);
        String newText = is == null ? "" : PriceText.price(is);
        if (was == null || is == null) {
            Kind kind = was == null ? Kind.ADDED : Kind.REMOVED;
            return new Difference(place.service(), place.what(), kind, oldText, newText, 0, false);
        }
        // old = a / b, new = c / d: which is dearer is the sign of c x b - a x d.
        BigInteger oldShare = product(was.getPriceNanos(), is.getPer());
        BigInteger newShare = product(is.getPriceNanos(), was.getPer());
        int direction = newShare.compareTo(oldShare);
        Kind kind = direction > 0 ? Kind.RAISED : direction < 0 ? Kind.LOWERED : Kind.CHANGED;
        long points = basisPoints(oldShare, newShare);
        boolean isBig =
                direction != 0
                        && (oldShare.signum() == 0
                                || newShare.signum() == 0
                                || points > BIG_UP
                                || points < BIG_DOWN);
        return new Difference(place.service(), place.what(), kind, oldText, newText, points, isBig);
    }

    private static BigInteger product(long one, long other) {
        return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
    }

    /// Hundredths of a percent that the second is above the first; 0 when the first is 0.
    public static long basisPoints(BigInteger from, BigInteger to) {
        if (from.signum() == 0) {
            return 0;
        }
        BigDecimal points =
                new BigDecimal(to.subtract(from))
                        .multiply(BigDecimal.valueOf(10_000))
                        .divide(new BigDecimal(from), 0, RoundingMode.HALF_EVEN);
        return points.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    private static void addFees(PriceBook before, PriceBook after, List<Difference> all) {
        Map<String, Fee> old = fees(before);
        Map<String, Fee> now = fees(after);
        Set<String> services = new LinkedHashSet<>(old.keySet());
        services.addAll(now.keySet());
        for (String service : services) {
            Fee was = old.get(service);
            Fee is = now.get(service);
            if (was == null || is == null) {
                all.add(fee(service, was == null ? Kind.ADDED : Kind.REMOVED, was, is));
            } else if (!was.equals(is)) {
                long perRequest = Long.signum(is.getPerRequestNanos() - was.getPerRequestNanos());
                long percent = Long.signum(is.getPriceMillionths() - was.getPriceMillionths());
                Kind kind =
                        perRequest + percent > 0
                                ? Kind.RAISED
                                : perRequest + percent < 0 ? Kind.LOWERED : Kind.CHANGED;
                all.add(fee(service, kind, was, is));
            }
        }
    }

    public static Map<String, Fee> fees(PriceBook book) {
        Map<String, Fee> fees = new LinkedHashMap<>();
        book.getFeesList().forEach(fee -> fees.put(fee.getService(), fee));
        return fees;
    }

    private static Difference fee(String service, Kind kind, @Nullable Fee was, @Nullable Fee is) {
        return new Difference(
                service,
                Texts.of("prices.fee"),
                kind,
                was == null ? "" : text(was),
                is == null ? "" : text(is),
                0,
                false);
    }

    private static String text(Fee fee) {
        return PriceText.price(fee.getPerRequestNanos())
                + " + "
                + PriceText.percent(fee.getPriceMillionths());
    }

    /// `+20 %`, `−33.33 %`; empty where there is nothing to compare.
    public String percent() {
        return percent(basisPoints);
    }

    public static String percent(long basisPoints) {
        if (basisPoints == 0) {
            return "";
        }
        String text =
                BigDecimal.valueOf(Math.abs(basisPoints), 2).stripTrailingZeros().toPlainString();
        return (basisPoints > 0 ? "+" : "\u2212") + text + " %";
    }
}
