package io.weighbridge.console.margin;

import io.weighbridge.console.text.CurrencySign;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.OthersPrice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/// Margins, costs and others' prices as people read them. What is not known is a word, never 0.
public final class MarginWords {
    private static final int DIGITS = 3;

    private MarginWords() {}

    /// Money as short as it can be read: two places above one unit, three digits below.
    static String money(BigDecimal nanos) {
        BigDecimal amount = nanos.movePointLeft(9);
        int places = 2;
        if (amount.signum() != 0 && amount.compareTo(BigDecimal.ONE) < 0) {
            places = Math.max(2, amount.scale() - amount.precision() + DIGITS);
        }
        BigDecimal shortest = amount.setScale(places, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return CurrencySign.chosen()
                + String.format(Locale.ROOT, "%,." + Math.max(2, shortest.scale()) + "f", shortest);
    }

    /// `88.1 %`, `▼ −25.0 %`, `cost unknown`.
    public static String margin(Comparison line) {
        if (line.isAsked()) {
            return "…";
        }
        if (line.cost() == null) {
            return Texts.of("margin.unknown");
        }
        return line.marginPercent().map(MarginWords::percent).orElse(Texts.of("margin.free"));
    }

    private static String percent(BigDecimal percent) {
        String figure = String.format(Locale.ROOT, "%,.1f", percent.abs()) + " %";
        return percent.signum() < 0 ? "▼ −" + figure : figure;
    }

    /// `$0.301 of $2.50 / 1M tokens`; the price alone where the cost is not known.
    public static String costOfPrice(Comparison line) {
        return line.costNanos()
                .map(cost -> Texts.of("margin.cost-of-price", money(cost), price(line)))
                .orElse(price(line));
    }

    /// The same beside the price itself: only what the price does not say already, and
    /// nothing where the cost is not known.
    public static String besidePrice(Comparison line) {
        boolean isSame = line.price().per() == line.quantity().count();
        return line.costNanos().map(cost -> isSame ? money(cost) : costOfPrice(line)).orElse("");
    }

    /// `$2.50 / 1M`.
    static String price(Comparison line) {
        return Texts.of("margin.price", money(line.priceNanos()), line.quantity().word());
    }

    /// `GPU cost $0.301`; nothing where it is not known.
    static String cost(Comparison line) {
        return line.costNanos().map(cost -> Texts.of("margin.cost", money(cost))).orElse("");
    }

    /// `$0.05 · $0.20 · $0.90`; a dash where nobody is known to ask anything for it.
    public static String others(Comparison line) {
        return line.others().state() == Others.State.ASKED
                ? "…"
                : line.spread()
                        .map(
                                spread ->
                                        String.join(
                                                " · ",
                                                money(line, spread.cheapest()),
                                                money(line, spread.median()),
                                                money(line, spread.dearest())))
                        .orElse("–");
    }

    static String money(Comparison line, OthersPrice price) {
        return money(line.quantity().nanos(price.getPriceNanos(), price.getPer()));
    }

    /// `at 50 % utilization 30.0 %`; nothing where it is not known.
    static String allTime(Comparison line) {
        return line.marginOfAllTime()
                .map(
                        percent ->
                                Texts.of(
                                        "margin.all-time",
                                        utilization(line.utilizationMillionths()),
                                        percent(percent)))
                .orElse("");
    }

    private static String utilization(long millionths) {
        BigDecimal percent = BigDecimal.valueOf(millionths, 4).stripTrailingZeros();
        return percent.setScale(Math.max(0, percent.scale())).toPlainString() + " %";
    }

    /// All that is known of a price, for hovering and screen readers.
    public static String whole(Comparison line) {
        String margin =
                line.cost() == null
                        ? Texts.of("margin.whole.unknown", line.why())
                        : Texts.of("margin.whole", margin(line), costOfPrice(line), allTime(line));
        return line.price().hasSteps() ? margin + ' ' + Texts.of("margin.whole.steps") : margin;
    }

    /// Which entries others' prices are of.
    public static String wholeOthers(Comparison line) {
        Optional<Others.Spread> spread = line.spread();
        String of = about(line.others());
        return spread.map(
                        found ->
                                String.join(
                                        "\n",
                                        entry("margin.cheapest", line, found.cheapest()),
                                        entry("margin.median", line, found.median()),
                                        entry("margin.dearest", line, found.dearest()),
                                        of))
                .orElse(of);
    }

    private static String entry(String key, Comparison line, OthersPrice price) {
        return Texts.of(
                "margin.entry",
                Texts.of(key),
                money(line, price),
                line.quantity().word(),
                price.getModel(),
                price.getSource());
    }

    /// What is compared with, in a sentence.
    static String about(Others others) {
        return switch (others.state()) {
            case ASKED -> Texts.of("margin.others.asked");
            case FAILED -> others.problem();
            case PART -> Texts.of("margin.others.part", others.text(), models(others));
            case WHOLE ->
                    others.isNothingImported()
                            ? Texts.of("margin.others.no-map")
                            : Texts.of("margin.others.whole", others.text(), models(others));
        };
    }

    private static String models(Others others) {
        long models = others.prices().stream().map(OthersPrice::getModel).distinct().count();
        return String.format(Locale.ROOT, "%,d", models);
    }

    static String unit(int number) {
        Unit unit = Unit.byNumber(number);
        return unit == null ? Integer.toString(number) : Texts.of("prices.unit." + unit.name());
    }

    /// A price to the nano-unit with its own quantity.
    static String exact(OthersPrice price) {
        return CurrencySign.chosen()
                + Nanos.toDecimal(price.getPriceNanos())
                + " / "
                + String.format(Locale.ROOT, "%,d", price.getPer());
    }
}
