package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.ReleaseRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import java.util.Objects;
import java.util.UUID;

/// Calls of every kind on two accounts: within the hold, above it, released, unrated, left open,
/// refunded and corrected.
public final class LedgerTraffic {
    private static final long CREDIT = 1_000_000_000L;

    public final Account busy;
    public final Account other;
    private final TestBackend test;
    private final GateGrpc.GateBlockingStub gate;
    private final String busyKey;
    private final String otherKey;

    public LedgerTraffic(TestBackend test) {
        this.test = test;
        this.gate = test.gate();
        Service service = test.service("chat");
        test.publish(service, 2_500_000_000L, 10_000_000_000L);
        busy = test.account("Busy", CREDIT);
        other = test.account("Other", CREDIT);
        busyKey = test.key(busy).secret();
        otherKey = test.key(other).secret();
    }

    private static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    String authorize(String key) {
        return gate.authorize(
                        AuthorizeRequest.newBuilder()
                                .setApiKey(key)
                                .setService("chat")
                                .addEstimate(count(Unit.UNIT_INPUT_TOKENS, 10))
                                .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, 10))
                                .build())
                .getAdmitted()
                .getHoldId();
    }

    private SettleReply settle(String hold, long input, long output) {
        return gate.settle(
                SettleRequest.newBuilder()
                        .setHoldId(hold)
                        .addUnits(count(Unit.UNIT_INPUT_TOKENS, input))
                        .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, output))
                        .setOutcome(Outcome.OUTCOME_OK)
                        .build());
    }

    /// One call of each account, settled: of the busy one above the hold.
    public void round() {
        settle(authorize(otherKey), 10, 5);
        settle(authorize(busyKey), 10, 25);
        gate.release(
                ReleaseRequest.newBuilder()
                        .setHoldId(authorize(busyKey))
                        .setReason("test")
                        .build());
    }

    /// Leaves a hold open.
    public void open() {
        var _ = authorize(busyKey);
    }

    /// What happens more seldom.
    public void corrections() {
        RequestId id =
                Objects.requireNonNull(
                        RequestId.parse(settle(authorize(busyKey), 10, 10).getRecordId()));
        var _ =
                test.backend()
                        .credit()
                        .refund(id, UUID.randomUUID(), 100, AdjustmentReason.TEST, "test");
        var _ =
                test.backend()
                        .credit()
                        .adjust(
                                other.id(),
                                UUID.randomUUID(),
                                -1_000,
                                Grant.NEVER,
                                AdjustmentReason.TEST,
                                "test");
        // Nothing told: unrated.
        var _ =
                gate.settle(
                        SettleRequest.newBuilder()
                                .setHoldId(authorize(busyKey))
                                .setOutcome(Outcome.OUTCOME_OK)
                                .build());
    }

    /// Uses up the busy account and goes below zero by an overrun.
    public void overdraw() {
        settle(authorize(busyKey), 10, CREDIT / 10_000);
    }
}
