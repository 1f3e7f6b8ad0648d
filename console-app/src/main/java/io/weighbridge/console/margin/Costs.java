package io.weighbridge.console.margin;

import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.ModelOnGpu;
import io.weighbridge.proto.v1.PriceProposal;
import io.weighbridge.proto.v1.ServiceModel;

import java.util.ArrayList;
import java.util.List;

/// What the units of a service cost us, as far as it is known.
public sealed interface Costs {
    /// They are known.
    ///
    /// @param model what the service runs: its name
    /// @param contextTokens of the prompts that the costs are of
    /// @param costs each unit once; a unit that is not here has no known cost
    record Known(String model, long contextTokens, List<UnitCost> costs) implements Costs {
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

    /// What a proposal says of them.
    static Costs of(PriceProposal proposal) {
        List<UnitCost> costs = new ArrayList<>();
        ModelOnGpu gpu = proposal.getAnalysis().getGpu();
        add(costs, Unit.INPUT_TOKENS, gpu.getInputCostNanosPer1K());
        add(costs, Unit.OUTPUT_TOKENS, gpu.getOutputCostNanosPer1K());
        ServiceModel runs = proposal.getServiceModel();
        return costs.isEmpty()
                ? new Unknown(Texts.of("margin.unknown.none"))
                : new Known(runs.getModelName(), runs.getTerms().getContextTokens(), costs);
    }

    // 0 stands for: not known.
    private static void add(List<UnitCost> costs, Unit unit, long costNanos) {
        if (costNanos > 0) {
            costs.add(new UnitCost(unit, costNanos, 1_000));
        }
    }
}
