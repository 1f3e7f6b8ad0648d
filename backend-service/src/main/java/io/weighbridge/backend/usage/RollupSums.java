package io.weighbridge.backend.usage;

import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.EnumMap;
import java.util.Map;

/// What one bucket gains. Not for sharing.
final class RollupSums {
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
