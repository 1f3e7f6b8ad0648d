package io.weighbridge.backend.compute.cost;

/// What 1,000 tokens cost, or a price for them, in the unit that the hour's price is in.
///
/// @param input of 1,000 tokens of prompts
/// @param output of 1,000 tokens of answers
public record TokenCost(Ratio input, Ratio output) {
    private static final long TOKENS = 1_000;
    private static final long HOUR_SECONDS = 3_600;

    /// By a basis. With GPU time it is the seconds of a card times the share of the cards' memory
    /// that the model takes, also where the basis is what will be measured; with operations it is
    /// those at the price of what a card reaches.
    ///
    /// @param wholeCards whether the cards serve nothing else: their memory counts whole
    /// @param hour price of a card's hour
    public static TokenCost of(Prediction prediction, Basis basis, boolean wholeCards, Ratio hour) {
        Ratio second = hour.over(HOUR_SECONDS);
        return switch (basis) {
            case GPU_TIME_VRAM, MEASURED -> {
                Ratio share =
                        wholeCards ? Ratio.ONE : prediction.vramShare().over(prediction.cards());
                Ratio rate = share.times(second).times(TOKENS);
                yield new TokenCost(
                        prediction.inputSeconds().times(rate),
                        prediction.outputSeconds().times(rate));
            }
            case FLOPS -> {
                Ratio rate = second.over(prediction.flopsPerSecond()).times(TOKENS);
                yield new TokenCost(
                        prediction.inputFlops().times(rate), prediction.outputFlops().times(rate));
            }
        };
    }

    /// What must be asked so that a share of it is left, though the card earns only part of its
    /// time: cost / utilization / (1 - margin).
    ///
    /// @param utilization above 0, at most 1
    /// @param margin of the price, below 1
    public TokenCost price(Ratio utilization, Ratio margin) {
        Ratio by = utilization.times(margin.complement());
        return new TokenCost(input.over(by), output.over(by));
    }
}
