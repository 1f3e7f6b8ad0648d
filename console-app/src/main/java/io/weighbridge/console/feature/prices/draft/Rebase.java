package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.feature.prices.words.Place;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Rate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The newest book with the differences of a draft that was made from an older one. Where both
/// changed the same price, the draft's stands and is listed.
///
/// @param conflicts prices that both changed, and not to the same
record Rebase(List<Rate> rates, List<Fee> fees, List<String> conflicts) {
    /// @param base what the draft was made from
    static Rebase of(PriceBook base, PriceBook mine, PriceBook newest) {
        List<String> conflicts = new ArrayList<>();
        Map<Place, Rate> rates =
                merged(Place.all(base), Place.all(mine), Place.all(newest), Rebase::isSame);
        Map<String, Fee> fees =
                merged(
                        Difference.fees(base),
                        Difference.fees(mine),
                        Difference.fees(newest),
                        Objects::equals);
        Map<Place, Rate> baseRates = Place.all(base);
        Map<Place, Rate> mineRates = Place.all(mine);
        Map<Place, Rate> newestRates = Place.all(newest);
        Set<Place> places = new LinkedHashSet<>(baseRates.keySet());
        places.addAll(mineRates.keySet());
        for (Place place : places) {
            Rate was = baseRates.get(place);
            Rate my = mineRates.get(place);
            Rate their = newestRates.get(place);
            if (!isSame(was, my) && !isSame(was, their) && !isSame(my, their)) {
                conflicts.add(place.service() + ", " + place.what());
            }
        }
        return new Rebase(
                List.copyOf(rates.values()), List.copyOf(fees.values()), List.copyOf(conflicts));
    }

    private interface Same<V> {
        boolean test(@Nullable V one, @Nullable V other);
    }

    private static <K, V> Map<K, V> merged(
            Map<K, V> base, Map<K, V> mine, Map<K, V> newest, Same<V> isSame) {
        Map<K, V> result = new LinkedHashMap<>(newest);
        Set<K> all = new LinkedHashSet<>(base.keySet());
        all.addAll(mine.keySet());
        for (K key : all) {
            V my = mine.get(key);
            if (!isSame.test(base.get(key), my)) {
                if (my == null) {
                    result.remove(key);
                } else {
                    result.put(key, my);
                }
            }
        }
        return result;
    }

    private static boolean isSame(@Nullable Rate one, @Nullable Rate other) {
        return (one == null || other == null)
                ? (one == null && other == null)
                : one.getPriceNanos() == other.getPriceNanos()
                        && one.getPer() == other.getPer()
                        && one.getStepsList().equals(other.getStepsList());
    }
}
