package io.weighbridge.backend.compute.cost;

import java.math.BigDecimal;

/// How a price is made of a prediction.
///
/// @param basis what the cost is reckoned from
/// @param wholeCards whether the cards serve nothing else, so that their memory counts whole
/// @param margin wished of the price, from 0, below 1
/// @param utilization of the GPU that is expected, above 0, at most 1
public record Terms(Basis basis, boolean wholeCards, BigDecimal margin, BigDecimal utilization) {
    /// The cost of 1,000 tokens.
    ///
    /// @param hour price of a card's hour
    public TokenCost cost(Prediction prediction, Ratio hour) {
        return TokenCost.of(prediction, basis, wholeCards, hour);
    }

    /// A price that pays this cost.
    public TokenCost price(TokenCost cost) {
        return cost.price(Ratio.of(utilization), Ratio.of(margin));
    }

    /// Likewise of one cost: cost / utilization / (1 - margin).
    public Ratio price(Ratio cost) {
        return cost.over(Ratio.of(utilization).times(Ratio.of(margin).complement()));
    }

    /// How it is done, for people.
    ///
    /// @param price of an hour
    /// @param currency that it is in
    public String step(BigDecimal price, String currency) {
        String hour = plain(price) + " " + currency;
        String cost =
                switch (basis) {
                    case GPU_TIME_VRAM, MEASURED ->
                            "seconds x "
                                    + (wholeCards ? "" : "share of the cards x ")
                                    + hour
                                    + " / 3600";
                    case FLOPS -> "operations x " + hour + " / 3600 / operations a second";
                };
        return "cost: "
                + cost
                + "; price: cost / "
                + plain(utilization)
                + " in use / (1 - "
                + plain(margin)
                + " margin)";
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
