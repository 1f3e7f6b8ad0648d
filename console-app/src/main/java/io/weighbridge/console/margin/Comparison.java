package io.weighbridge.console.margin;

import io.weighbridge.console.text.Texts;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// A price beside its cost and what others ask for the same.
///
/// @param cost of busy GPUs; null when it is not known
/// @param utilizationMillionths of its time that a GPU is wished to earn; 0 without a cost
/// @param why it is not known, for people; "" when it is
/// @param isAsked whether the cost is yet to come
/// @param others what is known of them
public record Comparison(
        Priced price,
        @Nullable UnitCost cost,
        long utilizationMillionths,
        String why,
        boolean isAsked,
        Others others) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final long WHOLE = 1_000_000;

    /// Puts them beside each other.
    public static Comparison of(Priced price, Costs costs, Others others) {
        return switch (costs) {
            case Costs.Asked() ->
                    new Comparison(price, null, 0, Texts.of("margin.asked"), true, others);
            case Costs.Unknown(String why) -> unknown(price, why, others);
            case Costs.Known known -> of(price, known, others);
        };
    }

    private static Comparison unknown(Priced price, String why, Others others) {
        return new Comparison(price, null, 0, why, false, others);
    }

    private static Comparison of(Priced price, Costs.Known known, Others others) {
        // Longer prompts cost more than those that the cost was reckoned for.
        if (price.aboveInputTokens() > 0 && price.aboveInputTokens() >= known.contextTokens()) {
            return unknown(price, Texts.of("margin.unknown.band"), others);
        }
        long utilizationMillionths = known.utilizationMillionths();
        return known.costs().stream()
                .filter(cost -> cost.unit() == price.unit())
                .findFirst()
                .map(cost -> new Comparison(price, cost, utilizationMillionths, "", false, others))
                .orElseGet(() -> unknown(price, Texts.of("margin.unknown.unit"), others));
    }

    /// The part of the price that is not cost, in percent to a tenth, never more than it is; empty
    /// where the cost is not known, or the price is 0.
    public Optional<BigDecimal> marginPercent() {
        return marginPercent(WHOLE);
    }

    /// The same with the GPUs' idle time, at the utilization that is wished.
    Optional<BigDecimal> marginOfAllTime() {
        return utilizationMillionths == 0 ? Optional.empty() : marginPercent(utilizationMillionths);
    }

    private Optional<BigDecimal> marginPercent(long earningMillionths) {
        if (cost == null || price.priceNanos() == 0) {
            return Optional.empty();
        }
        BigDecimal sold =
                BigDecimal.valueOf(price.priceNanos())
                        .multiply(BigDecimal.valueOf(cost.per()))
                        .multiply(BigDecimal.valueOf(earningMillionths));
        BigDecimal paid =
                BigDecimal.valueOf(cost.costNanos())
                        .multiply(BigDecimal.valueOf(price.per()))
                        .multiply(BigDecimal.valueOf(WHOLE));
        return Optional.of(
                sold.subtract(paid).multiply(HUNDRED).divide(sold, 1, RoundingMode.FLOOR));
    }

    /// What is lowest when sorted; empty where nothing is known. What is given away for nothing is
    /// lower than all others.
    public Optional<BigDecimal> order() {
        return cost != null && price.priceNanos() == 0
                ? Optional.of(BigDecimal.valueOf(Long.MIN_VALUE))
                : marginPercent();
    }

    /// Whether it is sold for less than it costs.
    public boolean isLoss() {
        return order().filter(margin -> margin.signum() < 0).isPresent();
    }

    Quantity quantity() {
        return Quantity.of(price.unit());
    }

    BigDecimal priceNanos() {
        return quantity().nanos(price.priceNanos(), price.per());
    }

    Optional<BigDecimal> costNanos() {
        return Optional.ofNullable(cost)
                .map(known -> quantity().nanos(known.costNanos(), known.per()));
    }

    Optional<Others.Spread> spread() {
        return others.spread(price.unit(), price.tier(), price.aboveInputTokens());
    }
}
