package io.weighbridge.console.feature.prices.words;

import io.weighbridge.console.text.CurrencySign;
import io.weighbridge.console.text.MoneyInput;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Nanos;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.PreviewedCharge;
import io.weighbridge.proto.v1.Rate;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Prices, tiers and percentages as people write them, exactly.
public final class PriceText {
    /// The most that a quantity may cost: a million units of the currency.
    static final long PRICE_MAX = 1_000_000_000_000_000L;

    /// Ten times the price.
    static final long MILLIONTHS_MAX = 10_000_000L;

    private PriceText() {}

    /// `$2.50`, to the nano-unit.
    public static String price(long nanos) {
        return CurrencySign.chosen() + Nanos.toDecimal(nanos);
    }

    /// `$2.50 per 1M tokens`.
    public static String price(Unit unit, long nanos, long per) {
        return price(nanos) + " per " + UnitWords.quantity(unit, per);
    }

    /// A price of a rate, with its volume steps.
    public static String price(Rate rate) {
        Unit unit = Unit.byNumber(rate.getUnitValue());
        if (unit == null) {
            return price(rate.getPriceNanos()) + " per " + rate.getPer();
        }
        String steps = StepsText.of(unit, rate.getStepsList());
        String price = price(unit, rate.getPriceNanos(), rate.getPer());
        return steps.isEmpty() ? price : price + ", " + steps;
    }

    /// What a call that is thought of would cost, or why that is no amount.
    public static String charge(PreviewedCharge charge) {
        if (charge.getPriced()) {
            return price(charge.getChargeNanos());
        }
        return Texts.of(
                charge.getTooLarge() ? "prices.typical.too-large" : "prices.typical.unpriced");
    }

    /// Nanos of a price that was typed; empty when it is none, or not exact. Never rounds.
    public static OptionalLong parse(String typed) {
        OptionalLong nanos = MoneyInput.parse(typed);
        return nanos.isPresent() && nanos.getAsLong() >= 0 && nanos.getAsLong() <= PRICE_MAX
                ? nanos
                : OptionalLong.empty();
    }

    /// The two halves of `$2.50 per 1M tokens` or `2.50/1M`; null when only an amount was typed.
    public static @Nullable List<String> halves(String typed) {
        String[] halves = typed.split("(?i)\\s+per\\s+|/", 2);
        return halves.length == 2 && !halves[1].isBlank()
                ? List.of(halves[0].strip(), halves[1].strip())
                : null;
    }

    public static String tier(ServiceTier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
    }

    public static List<String> tiers() {
        return Arrays.stream(ServiceTier.values()).map(PriceText::tier).toList();
    }

    /// The tier of a name; nothing typed means standard. Null for none.
    public static @Nullable ServiceTier parseTier(String typed) {
        if (typed.isBlank()) {
            return ServiceTier.STANDARD;
        }
        return Arrays.stream(ServiceTier.values())
                .filter(tier -> tier(tier).equalsIgnoreCase(typed.strip()))
                .findFirst()
                .orElse(null);
    }

    /// The tier of a contract's number, which means standard where there is none.
    static ServiceTier tierOf(Rate rate) {
        ServiceTier tier = ServiceTier.byNumber(rate.getTierValue());
        return tier == null ? ServiceTier.STANDARD : tier;
    }

    /// `5 %` of 50,000 millionths.
    public static String percent(long millionths) {
        BigDecimal percent = BigDecimal.valueOf(millionths, 4).stripTrailingZeros();
        return percent.setScale(Math.max(0, percent.scale())).toPlainString() + " %";
    }

    /// Millionths of a percentage that was typed; empty when it is none, or not exact.
    public static OptionalLong parsePercent(String typed) {
        String text = typed.replace("%", "").strip();
        if (!text.matches("\\d{1,4}(\\.\\d+)?")) {
            return OptionalLong.empty();
        }
        try {
            long millionths = new BigDecimal(text).movePointRight(4).longValueExact();
            return millionths <= MILLIONTHS_MAX
                    ? OptionalLong.of(millionths)
                    : OptionalLong.empty();
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
