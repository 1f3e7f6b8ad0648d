package io.weighbridge.console.feature.compute;

import io.weighbridge.console.margin.Priced;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.Unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// A proposal beside the prices that are in force.
///
/// @param inForce the book; without prices when none is
record Proposed(PriceProposal proposal, PriceBook inForce) {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    /// What is said of one unit.
    ///
    /// @param costNanos of 1,000, rounded up
    /// @param rate what is proposed
    /// @param before the rate of the same kind that is in force
    record Line(Unit unit, long costNanos, Rate rate, Optional<Rate> before) {
        /// What 1,000 of it are sold for now, in nanos, rounded; empty when it has no price.
        Optional<Long> beforeNanosPer1k() {
            return before.map(Proposed::nanosPer1k);
        }

        /// The change in percent with its sign, `new` without a price before.
        Optional<BigDecimal> changePercent() {
            return before.filter(rate -> rate.getPriceNanos() > 0)
                    .map(rate -> Proposed.changePercent(rate, this.rate));
        }
    }

    List<Line> lines() {
        return proposal.getRatesList().stream().map(this::line).toList();
    }

    /// The list prices in force of a service, standard tier, from the first token on.
    List<Priced> pricesInForce(String service) {
        return inForce.getRatesList().stream()
                .filter(
                        rate ->
                                rate.getService().equals(service)
                                        && isStandard(rate)
                                        && rate.getAboveInputTokens() == 0
                                        && rate.getAccount().isEmpty())
                .flatMap(rate -> Priced.of(rate).stream())
                .toList();
    }

    private Line line(Rate rate) {
        boolean isInput = rate.getUnit() == Unit.UNIT_INPUT_TOKENS;
        long costNanos =
                isInput
                        ? proposal.getAnalysis().getGpu().getInputCostNanosPer1K()
                        : proposal.getAnalysis().getGpu().getOutputCostNanosPer1K();
        return new Line(rate.getUnit(), costNanos, rate, before(rate));
    }

    // The rate that the draft would have another price for.
    private Optional<Rate> before(Rate proposed) {
        return inForce.getRatesList().stream()
                .filter(
                        rate ->
                                rate.getService().equals(proposed.getService())
                                        && rate.getUnit() == proposed.getUnit()
                                        && isStandard(rate)
                                        && rate.getAboveInputTokens() == 0
                                        && rate.getAccount().isEmpty())
                .findFirst();
    }

    private static boolean isStandard(Rate rate) {
        return rate.getTier() == ServiceTier.SERVICE_TIER_STANDARD
                || rate.getTier() == ServiceTier.SERVICE_TIER_UNSPECIFIED;
    }

    /// What 1,000 cost by a rate, rounded to a whole nano.
    static long nanosPer1k(Rate rate) {
        return BigDecimal.valueOf(rate.getPriceNanos())
                .multiply(THOUSAND)
                .divide(BigDecimal.valueOf(rate.getPer()), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static BigDecimal changePercent(Rate before, Rate after) {
        BigDecimal old =
                BigDecimal.valueOf(before.getPriceNanos())
                        .multiply(BigDecimal.valueOf(after.getPer()));
        BigDecimal now =
                BigDecimal.valueOf(after.getPriceNanos())
                        .multiply(BigDecimal.valueOf(before.getPer()));
        return now.subtract(old)
                .multiply(BigDecimal.valueOf(100))
                .divide(old, 2, RoundingMode.HALF_EVEN);
    }
}
