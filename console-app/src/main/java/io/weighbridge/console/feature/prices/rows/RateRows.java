package io.weighbridge.console.feature.prices.rows;

import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.Remark;
import io.weighbridge.console.feature.prices.words.Place;
import io.weighbridge.console.feature.prices.words.PriceText;
import io.weighbridge.console.feature.prices.words.StepsText;
import io.weighbridge.console.feature.prices.words.UnitWords;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Rate;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// Rates as rows that people type into, and back.
public final class RateRows {
    /// What a row says.
    ///
    /// @param rate null when something is wrong
    /// @param problems by column
    public record Read(@Nullable Rate rate, Map<RateColumn, Remark> problems) {}

    private RateRows() {}

    public static GridRow blank() {
        return new GridRow(List.of("", "", "", "", "", "", "", ""));
    }

    public static GridRow of(Rate rate) {
        Place place = Place.of(rate);
        return new GridRow(
                List.of(
                        rate.getService(),
                        UnitWords.name(place.unit()),
                        PriceText.tier(place.tier()),
                        PriceText.price(rate.getPriceNanos()),
                        UnitWords.quantity(place.unit(), rate.getPer()),
                        place.aboveInputTokens() == 0 ? "" : count(place.aboveInputTokens()),
                        rate.getAccount(),
                        StepsText.of(place.unit(), rate.getStepsList())));
    }

    /// Writes properly what was typed and is right: a price typed with its quantity goes into both
    /// columns, a quantity that was not typed is the usual one. What is wrong stays as it is.
    public static void tidy(GridRow row) {
        if (row.isBlank()) {
            return;
        }
        List<String> halves = PriceText.halves(text(row, RateColumn.PRICE));
        if (halves != null) {
            set(row, RateColumn.PRICE, halves.get(0));
            set(row, RateColumn.PER, halves.get(1));
        }
        PriceText.parse(text(row, RateColumn.PRICE))
                .ifPresent(nanos -> set(row, RateColumn.PRICE, PriceText.price(nanos)));
        ServiceTier tier = PriceText.parseTier(text(row, RateColumn.TIER));
        if (tier != null) {
            set(row, RateColumn.TIER, PriceText.tier(tier));
        }
        Unit unit = UnitWords.unit(text(row, RateColumn.UNIT));
        if (unit != null) {
            set(row, RateColumn.UNIT, UnitWords.name(unit));
            if (text(row, RateColumn.PER).isEmpty()) {
                set(row, RateColumn.PER, UnitWords.usual(unit).getFirst());
            }
            UnitWords.parse(unit, text(row, RateColumn.PER))
                    .ifPresent(per -> set(row, RateColumn.PER, UnitWords.quantity(unit, per)));
            if (StepsText.parse(unit, text(row, RateColumn.STEPS))
                    instanceof StepsText.Parsed.Right(var steps)) {
                set(row, RateColumn.STEPS, StepsText.of(unit, steps));
            }
        }
        if (!text(row, RateColumn.ABOVE).isEmpty()) {
            UnitWords.parse(Unit.INPUT_TOKENS, text(row, RateColumn.ABOVE))
                    .ifPresent(above -> set(row, RateColumn.ABOVE, count(above)));
        }
    }

    private static void set(GridRow row, RateColumn column, String text) {
        row.cell(column.index()).set(text);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// The quantities that are usual for a row's unit.
    public static List<String> usualQuantities(GridRow row) {
        Unit unit = UnitWords.unit(row.text(RateColumn.UNIT.index()));
        return unit == null ? List.of() : UnitWords.usual(unit);
    }

    private static String text(GridRow row, RateColumn column) {
        return row.text(column.index());
    }

    public static Read read(GridRow row) {
        Map<RateColumn, Remark> problems = new EnumMap<>(RateColumn.class);
        Rate.Builder rate = Rate.newBuilder().setService(text(row, RateColumn.SERVICE));
        if (rate.getService().isEmpty()) {
            wrong(problems, RateColumn.SERVICE, "prices.wrong.service-missing");
        }
        ServiceTier tier = PriceText.parseTier(text(row, RateColumn.TIER));
        if (tier == null) {
            wrong(problems, RateColumn.TIER, "prices.wrong.tier");
        } else {
            rate.setTierValue(tier.number());
        }
        readPrice(row, rate, problems);
        readUnit(row, rate, problems);
        readAbove(row, rate, problems);
        String account = text(row, RateColumn.ACCOUNT);
        if (!account.isEmpty() && IdKind.ACCOUNT.parse(account).isEmpty()) {
            wrong(problems, RateColumn.ACCOUNT, "prices.wrong.account");
        }
        rate.setAccount(account);
        readSteps(row, rate, problems);
        return new Read(problems.isEmpty() ? rate.build() : null, problems);
    }

    private static void readPrice(
            GridRow row, Rate.Builder rate, Map<RateColumn, Remark> problems) {
        String typed = text(row, RateColumn.PRICE);
        List<String> halves = PriceText.halves(typed);
        OptionalLong nanos = PriceText.parse(halves == null ? typed : halves.getFirst());
        if (nanos.isEmpty()) {
            wrong(
                    problems,
                    RateColumn.PRICE,
                    typed.isEmpty()
                            ? "prices.wrong.price-missing"
                            : typed.matches(".*\\.\\d{10,}.*")
                                    ? "prices.wrong.price-exact"
                                    : "prices.wrong.price");
        } else {
            rate.setPriceNanos(nanos.getAsLong());
        }
    }

    private static void readUnit(GridRow row, Rate.Builder rate, Map<RateColumn, Remark> problems) {
        Unit unit = UnitWords.unit(text(row, RateColumn.UNIT));
        if (unit == null) {
            wrong(problems, RateColumn.UNIT, "prices.wrong.unit");
            return;
        }
        rate.setUnitValue(unit.number());
        List<String> halves = PriceText.halves(text(row, RateColumn.PRICE));
        OptionalLong per =
                UnitWords.parse(unit, halves == null ? text(row, RateColumn.PER) : halves.get(1));
        if (per.isEmpty()) {
            problems.put(
                    RateColumn.PER,
                    Remark.wrong(
                            Texts.of(
                                    "prices.wrong.per", String.join(", ", UnitWords.usual(unit)))));
        } else {
            rate.setPer(per.getAsLong());
        }
    }

    private static void readAbove(
            GridRow row, Rate.Builder rate, Map<RateColumn, Remark> problems) {
        String typed = text(row, RateColumn.ABOVE);
        if (typed.isEmpty() || typed.equals("0")) {
            return;
        }
        OptionalLong above = UnitWords.parse(Unit.INPUT_TOKENS, typed);
        if (above.isEmpty()) {
            wrong(problems, RateColumn.ABOVE, "prices.wrong.above");
        } else {
            rate.setAboveInputTokens(above.getAsLong());
        }
    }

    private static void readSteps(
            GridRow row, Rate.Builder rate, Map<RateColumn, Remark> problems) {
        Unit unit = Unit.byNumber(rate.getUnitValue());
        String typed = text(row, RateColumn.STEPS);
        // Without a unit the quantities cannot be read; that it is missing is said there.
        if (typed.isEmpty() || unit == null) {
            return;
        }
        switch (StepsText.parse(unit, typed)) {
            case StepsText.Parsed.Right(var steps) -> rate.addAllSteps(steps);
            case StepsText.Parsed.Wrong(String why) ->
                    problems.put(RateColumn.STEPS, Remark.wrong(why));
        }
    }

    private static void wrong(Map<RateColumn, Remark> problems, RateColumn column, String key) {
        problems.put(column, Remark.wrong(Texts.of(key)));
    }
}
