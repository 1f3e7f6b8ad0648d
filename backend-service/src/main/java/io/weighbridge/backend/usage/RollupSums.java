package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.EnumMap;
import java.util.Map;

/// What one bucket gains. Not for sharing.
final class RollupSums {
    /// Sums of costs stop here. Unlike a charge, a cost is only told: by what no `long` holds
    /// nothing may stop.
    static final long COST_MAX = 4_000_000_000_000_000_000L;

    long calls;
    long failedCalls;
    long unratedCalls;
    long implicitRequests;
    long inputTokens;
    long cachedInputTokens;
    long outputTokens;
    long priceNanos;
    long feeNanos;
    long chargeNanos;
    long overrunNanos;
    long refundedNanos;
    long costedCalls;
    long costNanos;
    long costedChargeNanos;
    long comparedCalls;
    long predictedCostNanos;
    long measuredCostNanos;
    // Units without a field of their own; most buckets have none.
    Map<Unit, Long> otherUnits = Map.of();

    void add(UsageRecord record) {
        calls++;
        if (record.settlement().outcome() != Outcome.OK) {
            failedCalls++;
        }
        if (record.isUnrated()) {
            unratedCalls++;
        }
        if (record.settlement().isImplicitRequest()) {
            implicitRequests++;
        }
        add(record.settlement().units());
        add(record.charge());
        overrunNanos += record.overrunNanos();
        addCost(record);
    }

    private void addCost(UsageRecord record) {
        long cost = record.costNanos();
        if (cost != CallCost.UNKNOWN) {
            costedCalls++;
            costNanos = plusCost(costNanos, cost);
            costedChargeNanos += record.charge().chargeNanos();
        }
        long predicted = record.cost().predictedNanos();
        long measured = record.cost().measuredNanos();
        if (predicted != CallCost.UNKNOWN && measured != CallCost.UNKNOWN) {
            comparedCalls++;
            predictedCostNanos = plusCost(predictedCostNanos, predicted);
            measuredCostNanos = plusCost(measuredCostNanos, measured);
        }
    }

    private static long plusCost(long sum, long more) {
        return Math.min(COST_MAX, sum + Math.min(COST_MAX, more));
    }

    void add(RollupSums other) {
        calls += other.calls;
        failedCalls += other.failedCalls;
        unratedCalls += other.unratedCalls;
        implicitRequests += other.implicitRequests;
        inputTokens += other.inputTokens;
        cachedInputTokens += other.cachedInputTokens;
        outputTokens += other.outputTokens;
        priceNanos += other.priceNanos;
        feeNanos += other.feeNanos;
        chargeNanos += other.chargeNanos;
        overrunNanos += other.overrunNanos;
        refundedNanos += other.refundedNanos;
        costedCalls += other.costedCalls;
        costNanos = plusCost(costNanos, other.costNanos);
        costedChargeNanos += other.costedChargeNanos;
        comparedCalls += other.comparedCalls;
        predictedCostNanos = plusCost(predictedCostNanos, other.predictedCostNanos);
        measuredCostNanos = plusCost(measuredCostNanos, other.measuredCostNanos);
        other.otherUnits.forEach(this::addOther);
    }

    void add(Charge charge) {
        priceNanos += charge.priceNanos();
        feeNanos += charge.feeNanos();
        chargeNanos += charge.chargeNanos();
    }

    void add(Units units) {
        for (int i = 0; i < units.size(); i++) {
            long count = units.countAt(i);
            Unit unit = units.unitAt(i);
            switch (unit) {
                case INPUT_TOKENS -> inputTokens += count;
                case CACHED_INPUT_TOKENS -> cachedInputTokens += count;
                case OUTPUT_TOKENS -> outputTokens += count;
                default -> addOther(unit, count);
            }
        }
    }

    private void addOther(Unit unit, long count) {
        if (otherUnits.isEmpty()) {
            otherUnits = new EnumMap<>(Unit.class);
        }
        otherUnits.merge(unit, count, Math::addExact);
    }
}
