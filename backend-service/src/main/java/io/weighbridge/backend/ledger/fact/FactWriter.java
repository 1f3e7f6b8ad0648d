package io.weighbridge.backend.ledger.fact;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.journal.ByteWriter;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import java.util.List;

/// Writes facts as bytes of the journal: the kind, then the fields in a fixed order.
public final class FactWriter {
    private FactWriter() {}

    /// Appends a fact.
    public static void write(Fact fact, ByteWriter out) {
        switch (fact) {
            case Fact.HoldOpened f -> {
                out.u8(FactKinds.HOLD_OPENED);
                head(f, out);
                call(f.call(), out);
                hold(f.heldNanos(), f.covered(), f.expiresAtMs(), f.heard(), out);
                out.u8(f.again() ? 1 : 0);
            }
            case Fact.HoldChanged f -> {
                out.u8(FactKinds.HOLD_CHANGED);
                head(f, out);
                requestId(f.requestId(), out);
                hold(f.heldNanos(), f.covered(), f.expiresAtMs(), f.heard(), out);
            }
            case Fact.HoldDropped f -> {
                out.u8(FactKinds.HOLD_DROPPED);
                head(f, out);
                requestId(f.requestId(), out);
                out.u8(f.state().number());
                out.text(f.reason());
            }
            case Fact.UsageSettled f -> settled(f, out);
            case Fact.UsageQuarantined f -> quarantined(f, out);
            case Fact.UsageRated f -> rated(f, out);
            case Fact.UsageRefunded f -> refunded(f, out);
            case Fact.CreditGranted f -> {
                out.u8(FactKinds.CREDIT_GRANTED_BY);
                grant(f.grant(), out);
                movements(f.movements(), out);
                out.number(f.balanceAfterNanos());
                operation(f.operation(), out);
            }
            case Fact.CreditTaken f -> taken(f, out);
            case Fact.CreditTakenBack f -> takenBack(f, out);
            case Fact.CreditExpired f -> {
                out.u8(FactKinds.CREDIT_EXPIRED);
                head(f, out);
                out.i64(f.accountId());
                out.i64(f.grantId());
                out.number(f.amountNanos());
                out.number(f.balanceAfterNanos());
            }
        }
    }

    private static void settled(Fact.UsageSettled f, ByteWriter out) {
        kind(
                FactKinds.USAGE_SETTLED,
                FactKinds.USAGE_SETTLED_ESTIMATED,
                FactKinds.USAGE_SETTLED_COSTED,
                f.record(),
                out);
        record(f.record(), out);
        movements(f.movements(), out);
        out.number(f.balanceAfterNanos());
    }

    private static void quarantined(Fact.UsageQuarantined f, ByteWriter out) {
        kind(
                FactKinds.USAGE_QUARANTINED,
                FactKinds.USAGE_QUARANTINED_ESTIMATED,
                FactKinds.USAGE_QUARANTINED_COSTED,
                f.record(),
                out);
        record(f.record(), out);
        out.number(f.keptNanos());
        out.number(f.balanceAfterNanos());
    }

    private static void rated(Fact.UsageRated f, ByteWriter out) {
        out.u8(FactKinds.USAGE_RATED_BY);
        head(f, out);
        out.i64(f.accountId());
        out.i64(f.keyId());
        out.i64(f.serviceId());
        out.text(f.subject());
        requestId(f.requestId(), out);
        out.u8(f.writtenOff() ? 1 : 0);
        units(f.units(), out);
        charge(f.charge(), out);
        out.number(f.overrunNanos());
        movements(f.movements(), out);
        out.number(f.balanceAfterNanos());
        operation(f.operation(), out);
    }

    private static void refunded(Fact.UsageRefunded f, ByteWriter out) {
        out.u8(FactKinds.USAGE_REFUNDED_BY);
        head(f, out);
        out.i64(f.accountId());
        out.i64(f.keyId());
        out.i64(f.serviceId());
        out.text(f.subject());
        requestId(f.requestId(), out);
        out.number(f.amountNanos());
        out.number(f.grants().size());
        f.grants().forEach(grant -> grant(grant, out));
        movements(f.movements(), out);
        out.number(f.balanceAfterNanos());
        operation(f.operation(), out);
    }

    private static void taken(Fact.CreditTaken f, ByteWriter out) {
        out.u8(FactKinds.CREDIT_TAKEN_BY);
        head(f, out);
        out.i64(f.accountId());
        out.number(f.amountNanos());
        movements(f.movements(), out);
        out.number(f.balanceAfterNanos());
        operation(f.operation(), out);
    }

    private static void takenBack(Fact.CreditTakenBack f, ByteWriter out) {
        out.u8(FactKinds.CREDIT_TAKEN_BACK);
        head(f, out);
        out.i64(f.accountId());
        out.number(f.amountNanos());
        movements(f.movements(), out);
        out.number(f.balanceAfterNanos());
        operation(f.operation(), out);
    }

    private static void head(Fact fact, ByteWriter out) {
        out.number(fact.sequence());
        out.number(fact.atMs());
    }

    private static void hold(
            long heldNanos, Units covered, long expiresAtMs, Units heard, ByteWriter out) {
        out.number(heldNanos);
        units(covered, out);
        out.number(expiresAtMs);
        units(heard, out);
    }

    private static void requestId(RequestId id, ByteWriter out) {
        out.i64(id.hi());
        out.i64(id.lo());
    }

    private static void call(Call call, ByteWriter out) {
        requestId(call.id(), out);
        out.i64(call.accountId());
        out.i64(call.keyId());
        out.i64(call.serviceId());
        out.u8(call.tier().number());
        out.i64(call.priceBookId());
        out.text(call.subject());
        out.text(call.tags());
        out.text(call.proxy());
        out.number(call.authorizedAtMs());
    }

    private static void units(Units units, ByteWriter out) {
        out.u8(units.size());
        for (int i = 0; i < units.size(); i++) {
            out.u8(units.unitAt(i).number());
            out.number(units.countAt(i));
        }
    }

    private static void kind(
            int told, int estimated, int costed, UsageRecord record, ByteWriter out) {
        String estimatedBy = record.settlement().estimatedBy();
        if (!record.cost().equals(CallCost.NONE)) {
            out.u8(costed);
            out.text(estimatedBy);
            cost(record.cost(), out);
            return;
        }
        out.u8(estimatedBy.isEmpty() ? told : estimated);
        if (!estimatedBy.isEmpty()) {
            out.text(estimatedBy);
        }
    }

    private static void cost(CallCost cost, ByteWriter out) {
        Basis basis = cost.basis();
        out.u8(basis == null ? 0 : basis.number());
        out.number(cost.predictedNanos());
        out.number(cost.measuredNanos());
    }

    private static void record(UsageRecord record, ByteWriter out) {
        out.number(record.sequence());
        call(record.call(), out);
        Settlement settlement = record.settlement();
        out.u8(settlement.outcome().number());
        units(settlement.units(), out);
        out.number(settlement.queueMs());
        out.number(settlement.computeMs());
        out.number(settlement.upstreamCostNanos());
        charge(record.charge(), out);
        out.number(record.heldNanos());
        out.number(record.overrunNanos());
        out.number(record.settledAtMs());
        out.text(record.unratedReason());
    }

    private static void charge(Charge charge, ByteWriter out) {
        out.i64(charge.priceBookId());
        out.number(charge.lines().size());
        for (PriceLine line : charge.lines()) {
            out.u8(line.unit().number());
            out.number(line.count());
            out.number(line.priceNanos());
            out.number(line.per());
        }
        out.number(charge.priceNanos());
        out.number(charge.feeNanos());
        out.number(charge.chargeNanos());
    }

    private static void movements(List<Movement> movements, ByteWriter out) {
        out.number(movements.size());
        for (Movement movement : movements) {
            out.number(movement.fromLedger());
            out.number(movement.toLedger());
            out.number(movement.amountNanos());
        }
    }

    private static void grant(Grant grant, ByteWriter out) {
        out.i64(grant.id());
        out.i64(grant.accountId());
        out.u8(grant.kind().number());
        out.number(grant.grantedNanos());
        out.number(grant.expiresAtMs());
        out.number(grant.createdAtMs());
        out.number(grant.sequence());
        out.text(grant.note());
    }

    private static void operation(Operation operation, ByteWriter out) {
        out.i64(operation.id().getMostSignificantBits());
        out.i64(operation.id().getLeastSignificantBits());
        out.text(operation.content());
        out.number(operation.reason());
        out.text(operation.note());
        act(operation.act(), out);
    }

    private static void act(Act act, ByteWriter out) {
        out.u8(act.kind().number());
        out.i64(act.actorId());
        out.text(act.actorName());
        out.u8(act.role());
        out.i64(act.sessionId());
        out.text(act.peer());
        out.text(act.method());
        out.text(act.reason());
    }
}
