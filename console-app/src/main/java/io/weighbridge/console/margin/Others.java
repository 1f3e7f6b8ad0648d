package io.weighbridge.console.margin;

import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.OthersPrice;
import io.weighbridge.proto.v1.PriceCatalogue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What others ask for what has some words in its name.
///
/// @param text the words
/// @param state whether it was read
/// @param prices of each entry and place once: of the newest map
/// @param catalogues the maps that were imported
/// @param problem why it could not be read; "" for nothing
public record Others(
        String text,
        State state,
        List<OthersPrice> prices,
        List<PriceCatalogue> catalogues,
        String problem) {
    /// How far reading came.
    public enum State {
        ASKED,
        FAILED,
        /// There are more entries than are read.
        PART,
        WHOLE
    }

    /// Prices of one unit, the cheapest first.
    ///
    /// @param prices at least one
    record Spread(List<OthersPrice> prices) {
        OthersPrice cheapest() {
            return prices.getFirst();
        }

        /// One that somebody asks: of two in the middle the cheaper.
        OthersPrice median() {
            return prices.get((prices.size() - 1) / 2);
        }

        OthersPrice dearest() {
            return prices.getLast();
        }
    }

    private record Place(String provider, String model, int unit, int tier, long aboveInputTokens) {
        static Place of(OthersPrice price) {
            return new Place(
                    price.getProvider(),
                    price.getModel(),
                    price.getUnitValue(),
                    price.getTierValue(),
                    price.getAboveInputTokens());
        }
    }

    static Others asked(String text) {
        return new Others(text, State.ASKED, List.of(), List.of(), "");
    }

    static Others failed(String text, String problem) {
        return new Others(text, State.FAILED, List.of(), List.of(), problem);
    }

    /// @param catalogues the newest first
    static Others of(
            String text, boolean isWhole, List<OthersPrice> all, List<PriceCatalogue> catalogues) {
        return new Others(
                text,
                isWhole ? State.WHOLE : State.PART,
                List.copyOf(ofTheNewestMap(all, catalogues)),
                List.copyOf(catalogues),
                "");
    }

    private static Collection<OthersPrice> ofTheNewestMap(
            List<OthersPrice> all, List<PriceCatalogue> catalogues) {
        List<String> sources = catalogues.stream().map(PriceCatalogue::getSource).toList();
        List<OthersPrice> newestFirst = new ArrayList<>(all);
        newestFirst.sort(Comparator.comparingInt(price -> sources.indexOf(price.getSource())));
        Map<Place, OthersPrice> once = new LinkedHashMap<>();
        newestFirst.forEach(price -> once.putIfAbsent(Place.of(price), price));
        return once.values();
    }

    /// Whether no map was imported yet.
    boolean isNothingImported() {
        return (state == State.WHOLE || state == State.PART) && catalogues.isEmpty();
    }

    /// Prices of exactly this unit, tier and band.
    Optional<Spread> spread(Unit unit, ServiceTier tier, long aboveInputTokens) {
        List<OthersPrice> same =
                prices.stream()
                        .filter(
                                price ->
                                        price.getUnitValue() == unit.number()
                                                && price.getTierValue() == tier.number()
                                                && price.getAboveInputTokens() == aboveInputTokens)
                        .sorted(BY_PRICE)
                        .toList();
        return same.isEmpty() ? Optional.empty() : Optional.of(new Spread(same));
    }

    private static final Comparator<OthersPrice> BY_PRICE =
            ((Comparator<OthersPrice>) Others::compare)
                    .thenComparing(OthersPrice::getModel)
                    .thenComparing(OthersPrice::getProvider);

    private static int compare(OthersPrice a, OthersPrice b) {
        return times(a.getPriceNanos(), b.getPer()).compareTo(times(b.getPriceNanos(), a.getPer()));
    }

    private static BigInteger times(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
