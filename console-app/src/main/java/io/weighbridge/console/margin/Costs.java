package io.weighbridge.console.margin;

import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.Rate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// What the units of a service cost us, as far as it is known.
public sealed interface Costs {
    /// They are known.
    ///
    /// @param contextTokens of the prompts that the costs are of
    /// @param utilizationMillionths of its time that a GPU is wished to earn
    /// @param costs of busy GPUs, each unit once; a unit that is not here has no known cost
    record Known(long contextTokens, long utilizationMillionths, List<UnitCost> costs)
            implements Costs {
        public Known {
            costs = List.copyOf(costs);
        }
    }

    /// They are not.
    ///
    /// @param why for people
    record Unknown(String why) implements Costs {}

    /// They are being asked for.
    record Asked() implements Costs {}

    /// What a proposal says of them: a proposed price is what a unit costs, over the
    /// utilization and over what the wished margin leaves.
    static Costs of(PriceProposal proposal) {
        ComputeTerms terms = proposal.getServiceModel().getTerms();
        List<UnitCost> costs = new ArrayList<>();
        for (Rate rate : proposal.getRatesList()) {
            Unit unit = Unit.byNumber(rate.getUnitValue());
            if (unit != null && rate.getPriceNanos() > 0) {
                costs.add(new UnitCost(unit, costNanos(rate, terms), rate.getPer()));
            }
        }
        return costs.isEmpty()
                ? new Unknown(Texts.of("margin.unknown.none"))
                : new Known(terms.getContextTokens(), terms.getUtilizationMillionths(), costs);
    }

    // To a nano: the price was rounded up. Never 0, which no cost is.
    private static long costNanos(Rate rate, ComputeTerms terms) {
        return BigDecimal.valueOf(rate.getPriceNanos())
                .multiply(BigDecimal.valueOf(terms.getUtilizationMillionths(), 6))
                .multiply(
                        BigDecimal.ONE.subtract(BigDecimal.valueOf(terms.getMarginMillionths(), 6)))
                .setScale(0, RoundingMode.DOWN)
                .max(BigDecimal.ONE)
                .longValueExact();
    }
}
