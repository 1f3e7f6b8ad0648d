package io.weighbridge.console.feature.prices.words;

import io.weighbridge.console.text.Texts;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PricePlace;
import io.weighbridge.proto.v1.Rate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Which line of a price book: there is one rate at each place at most.
public record Place(
        String service, Unit unit, ServiceTier tier, long aboveInputTokens, String account) {
    public static Place of(Rate rate) {
        return new Place(
                rate.getService(),
                unit(rate.getUnitValue()),
                PriceText.tierOf(rate),
                rate.getAboveInputTokens(),
                rate.getAccount());
    }

    /// A list price's place.
    public static Place of(PricePlace place) {
        ServiceTier tier = ServiceTier.byNumber(place.getTierValue());
        return new Place(
                place.getService(),
                unit(place.getUnitValue()),
                tier == null ? ServiceTier.STANDARD : tier,
                place.getAboveInputTokens(),
                "");
    }

    private static Unit unit(int number) {
        Unit unit = Unit.byNumber(number);
        if (unit == null) {
            throw new IllegalArgumentException("a unit newer than this console: " + number);
        }
        return unit;
    }

    /// All rates of a book by their place.
    public static Map<Place, Rate> all(PriceBook book) {
        Map<Place, Rate> rates = new LinkedHashMap<>();
        book.getRatesList().forEach(rate -> rates.put(of(rate), rate));
        return rates;
    }

    /// What is priced there, without the service: `input tokens, batch, above 200,000`.
    public String what() {
        StringBuilder text = new StringBuilder(UnitWords.name(unit));
        if (tier != ServiceTier.STANDARD) {
            text.append(", ").append(PriceText.tier(tier));
        }
        if (aboveInputTokens > 0) {
            text.append(", ")
                    .append(
                            Texts.of(
                                    "prices.place.above",
                                    String.format(Locale.ROOT, "%,d", aboveInputTokens)));
        }
        if (!account.isEmpty()) {
            text.append(", ").append(Texts.of("prices.place.account", account));
        }
        return text.toString();
    }
}
