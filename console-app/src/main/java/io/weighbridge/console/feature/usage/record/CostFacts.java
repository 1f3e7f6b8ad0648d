package io.weighbridge.console.feature.usage.record;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.ComputeCost;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.UsageRecord;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is known of a call's cost, in words.
final class CostFacts {
    private CostFacts() {}

    /// Texts by the keys of their names, in their order; of what is not known there is none.
    static Map<String, String> of(UsageRecord record, Formats formats) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (record.hasUpstreamCostNanos()) {
            facts.put("usage.record.upstream", formats.exactMoney(record.getUpstreamCostNanos()));
        }
        ComputeCost ofGpus = record.getComputeCost();
        if (ofGpus.hasPredictedNanos()) {
            facts.put(
                    "usage.record.cost.predicted", formats.exactMoney(ofGpus.getPredictedNanos()));
        }
        if (ofGpus.hasMeasuredNanos()) {
            facts.put("usage.record.cost.measured", formats.exactMoney(ofGpus.getMeasuredNanos()));
        }
        // Without any of GPUs it would be the upstream's again.
        if (record.hasCostNanos() && record.hasComputeCost()) {
            facts.put(
                    "usage.record.cost",
                    Texts.of(by(ofGpus), formats.exactMoney(record.getCostNanos())));
        }
        if (record.hasMarginNanos()) {
            facts.put("usage.record.margin", formats.exactMoney(record.getMarginNanos()));
        }
        return facts;
    }

    // Where the basis says nothing, what the upstream charged counts.
    private static String by(ComputeCost ofGpus) {
        boolean isKnown =
                ofGpus.getBasis() == CostBasis.COST_BASIS_MEASURED
                        ? ofGpus.hasMeasuredNanos()
                        : ofGpus.hasPredictedNanos();
        return "usage.record.cost." + (isKnown ? ofGpus.getBasis().name() : "told");
    }
}
