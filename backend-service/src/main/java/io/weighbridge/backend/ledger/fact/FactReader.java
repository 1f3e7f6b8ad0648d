package io.weighbridge.backend.ledger.fact;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.ledger.journal.ByteReader;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.ActorKind;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.backend.usage.Charge;
import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.backend.usage.UsageRecord;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Reads what [FactWriter] wrote.
public final class FactReader {
    private FactReader() {}

    /// Reads one fact.
    ///
    /// @throws IllegalStateException or BufferUnderflowException when the bytes are no fact that
    ///     this version knows
    public static Fact read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case FactKinds.HOLD_OPENED -> opened(in);
            case FactKinds.HOLD_CHANGED -> changed(in);
            case FactKinds.HOLD_DROPPED ->
                    new Fact.HoldDropped(
                            in.number(),
                            in.number(),
                            requestId(in),
                            RequestState.byNumber(in.u8()),
                            in.text());
            case FactKinds.USAGE_SETTLED ->
                    new Fact.UsageSettled(
                            record(in, "", CallCost.NONE), movements(in), in.number());
            case FactKinds.USAGE_SETTLED_ESTIMATED ->
                    new Fact.UsageSettled(
                            record(in, in.text(), CallCost.NONE), movements(in), in.number());
            case FactKinds.USAGE_SETTLED_COSTED ->
                    new Fact.UsageSettled(
                            record(in, in.text(), cost(in)), movements(in), in.number());
            case FactKinds.USAGE_QUARANTINED ->
                    new Fact.UsageQuarantined(
                            record(in, "", CallCost.NONE), in.number(), in.number());
            case FactKinds.USAGE_QUARANTINED_ESTIMATED ->
                    new Fact.UsageQuarantined(
                            record(in, in.text(), CallCost.NONE), in.number(), in.number());
            case FactKinds.USAGE_QUARANTINED_COSTED ->
                    new Fact.UsageQuarantined(
                            record(in, in.text(), cost(in)), in.number(), in.number());
            case FactKinds.USAGE_RATED -> rated(in, false);
            case FactKinds.USAGE_RATED_BY -> rated(in, true);
            case FactKinds.USAGE_REFUNDED -> refunded(in, false);
            case FactKinds.USAGE_REFUNDED_BY -> refunded(in, true);
            case FactKinds.CREDIT_GRANTED -> granted(in, false);
            case FactKinds.CREDIT_GRANTED_BY -> granted(in, true);
            case FactKinds.CREDIT_TAKEN -> taken(in, false);
            case FactKinds.CREDIT_TAKEN_BY -> taken(in, true);
            case FactKinds.CREDIT_TAKEN_BACK -> takenBack(in);
            case FactKinds.CREDIT_EXPIRED ->
                    new Fact.CreditExpired(
                            in.number(), in.number(), in.i64(), in.i64(), in.number(), in.number());
            default ->
                    throw new IllegalStateException(
                            "fact of kind "
                                    + kind
                                    + " (expected: 1 to "
                                    + FactKinds.USAGE_QUARANTINED_COSTED
                                    + ")");
        };
    }

    private static Fact.HoldOpened opened(ByteReader in) {
        return new Fact.HoldOpened(
                in.number(),
                in.number(),
                call(in),
                in.number(),
                units(in),
                in.number(),
                units(in),
                in.u8() == 1);
    }

    private static Fact.HoldChanged changed(ByteReader in) {
        return new Fact.HoldChanged(
                in.number(),
                in.number(),
                requestId(in),
                in.number(),
                units(in),
                in.number(),
                units(in));
    }

    private static Fact.UsageRated rated(ByteReader in, boolean by) {
        return new Fact.UsageRated(
                in.number(),
                in.number(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.text(),
                requestId(in),
                in.u8() == 1,
                units(in),
                charge(in),
                in.number(),
                movements(in),
                in.number(),
                operation(in, by));
    }

    private static Fact.UsageRefunded refunded(ByteReader in, boolean by) {
        return new Fact.UsageRefunded(
                in.number(),
                in.number(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.text(),
                requestId(in),
                in.number(),
                grants(in),
                movements(in),
                in.number(),
                operation(in, by));
    }

    private static Fact.CreditGranted granted(ByteReader in, boolean by) {
        return new Fact.CreditGranted(grant(in), movements(in), in.number(), operation(in, by));
    }

    private static Fact.CreditTaken taken(ByteReader in, boolean by) {
        return new Fact.CreditTaken(
                in.number(),
                in.number(),
                in.i64(),
                in.number(),
                movements(in),
                in.number(),
                operation(in, by));
    }

    private static Fact.CreditTakenBack takenBack(ByteReader in) {
        return new Fact.CreditTakenBack(
                in.number(),
                in.number(),
                in.i64(),
                in.number(),
                movements(in),
                in.number(),
                operation(in, true));
    }

    private static RequestId requestId(ByteReader in) {
        return new RequestId(in.i64(), in.i64());
    }

    private static Call call(ByteReader in) {
        return new Call(
                requestId(in),
                in.i64(),
                in.i64(),
                in.i64(),
                Objects.requireNonNull(ServiceTier.byNumber(in.u8())),
                in.i64(),
                in.text(),
                in.text(),
                in.text(),
                in.number());
    }

    private static Units units(ByteReader in) {
        int size = in.u8();
        Units units = Units.NONE;
        for (int i = 0; i < size; i++) {
            units = units.with(Objects.requireNonNull(Unit.byNumber(in.u8())), in.number());
        }
        return units;
    }

    private static CallCost cost(ByteReader in) {
        int basis = in.u8();
        return new CallCost(basis == 0 ? null : Basis.byNumber(basis), in.number(), in.number());
    }

    private static UsageRecord record(ByteReader in, String estimatedBy, CallCost cost) {
        return new UsageRecord(
                in.number(),
                call(in),
                new Settlement(
                        Objects.requireNonNull(Outcome.byNumber(in.u8())),
                        units(in),
                        in.number(),
                        in.number(),
                        in.number(),
                        estimatedBy),
                charge(in),
                cost,
                in.number(),
                in.number(),
                in.number(),
                in.text());
    }

    private static Charge charge(ByteReader in) {
        long bookId = in.i64();
        int size = (int) in.number();
        List<PriceLine> lines = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            lines.add(
                    new PriceLine(
                            Objects.requireNonNull(Unit.byNumber(in.u8())),
                            in.number(),
                            in.number(),
                            in.number()));
        }
        return new Charge(bookId, lines, in.number(), in.number(), in.number());
    }

    private static List<Movement> movements(ByteReader in) {
        int size = (int) in.number();
        List<Movement> movements = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            movements.add(new Movement(in.number(), in.number(), in.number()));
        }
        return movements;
    }

    private static List<Grant> grants(ByteReader in) {
        int size = (int) in.number();
        List<Grant> grants = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            grants.add(grant(in));
        }
        return grants;
    }

    private static Grant grant(ByteReader in) {
        return new Grant(
                in.i64(),
                in.i64(),
                GrantKind.byNumber(in.u8()),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.text());
    }

    private static Operation operation(ByteReader in, boolean by) {
        return new Operation(
                new UUID(in.i64(), in.i64()),
                in.text(),
                (int) in.number(),
                in.text(),
                by ? act(in) : Act.NOT_RECORDED);
    }

    private static Act act(ByteReader in) {
        return new Act(
                ActorKind.byNumber(in.u8()),
                in.i64(),
                in.text(),
                in.u8(),
                in.i64(),
                in.text(),
                in.text(),
                in.text());
    }
}
