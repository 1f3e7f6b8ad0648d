package io.weighbridge.backend.compute.cost;

import java.math.BigDecimal;
import java.math.MathContext;

/// What 1,000 tokens cost, and a price for them.
///
/// @param inputUsd of 1,000 tokens of prompts: seconds of the card, its share, its hour's price
/// @param outputUsd of 1,000 tokens of answers
public record TokenCost(BigDecimal inputUsd, BigDecimal outputUsd) {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final BigDecimal HOUR_SECONDS = BigDecimal.valueOf(3_600);

    /// By GPU time times the share of its memory. A model on several cards takes their number times
    /// its share of them: both together are the share of one.
    ///
    /// @param hourUsd of a card
    public static TokenCost of(Prediction prediction, BigDecimal hourUsd) {
        BigDecimal second = hourUsd.divide(HOUR_SECONDS, MathContext.DECIMAL64);
        BigDecimal share = prediction.vramShare().multiply(second).multiply(THOUSAND);
        return new TokenCost(
                prediction.inputSeconds().multiply(share, MathContext.DECIMAL64),
                prediction.outputSeconds().multiply(share, MathContext.DECIMAL64));
    }

    /// What must be asked so that a share of it is left, though the card earns only part of its
    /// time: cost / utilization / (1 - margin).
    ///
    /// @param utilization above 0, at most 1
    /// @param margin of the price, below 1
    public TokenCost price(BigDecimal utilization, BigDecimal margin) {
        BigDecimal by = utilization.multiply(BigDecimal.ONE.subtract(margin));
        return new TokenCost(
                inputUsd.divide(by, MathContext.DECIMAL64),
                outputUsd.divide(by, MathContext.DECIMAL64));
    }
}
