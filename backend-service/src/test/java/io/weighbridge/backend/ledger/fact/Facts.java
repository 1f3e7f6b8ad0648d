package io.weighbridge.backend.ledger.fact;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.testkit.Changes;
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

import java.util.List;
import java.util.UUID;

/// Facts to fold in tests: account 1001, key 21, service 11, one charge of 5 nanos a token.
public final class Facts {
    public static final long ACCOUNT = 1_001;
    public static final long KEY = 21;
    public static final long SERVICE = 11;

    private Facts() {}

    /// A request id of an instant, always the same for the same number.
    public static RequestId request(long atMs, long number) {
        return new RequestId((atMs << 16) | 0x7000L, 0x8000_0000_0000_0000L | number);
    }

    public static Operation operation(long number) {
        return new Operation(
                new UUID(0, number), "asked " + number, 0, "note " + number, Changes.ACT);
    }

    /// A grant bought.
    public static Fact granted(
            long sequence, long atMs, long grantId, long nanos, long expiresAtMs, long balance) {
        Grant grant =
                new Grant(
                        grantId,
                        ACCOUNT,
                        GrantKind.PURCHASED,
                        nanos,
                        expiresAtMs,
                        atMs,
                        sequence,
                        "bought");
        return new Fact.CreditGranted(
                grant,
                List.of(new Movement(LedgerAccounts.PURCHASES, grantId, nanos)),
                balance,
                operation(sequence));
    }

    /// A call of so many input tokens, charged to a grant.
    public static Fact.UsageSettled settled(
            long sequence, long atMs, RequestId id, long grantId, long tokens, long balance) {
        long nanos = tokens * 5;
        return new Fact.UsageSettled(
                record(sequence, atMs, id, tokens, ""),
                List.of(new Movement(grantId, LedgerAccounts.USAGE_REVENUE, nanos)),
                balance);
    }

    /// A call that could not be priced.
    public static Fact.UsageQuarantined quarantined(
            long sequence, long atMs, RequestId id, long tokens, long kept, long balance) {
        return new Fact.UsageQuarantined(
                record(sequence, atMs, id, tokens, "no price"), kept, balance);
    }

    /// The same record with other tags, of another account.
    public static UsageRecord tagged(UsageRecord record, long accountId, String tags) {
        return with(record, accountId, record.call().keyId(), tags);
    }

    /// The same record of a call that was told of without a key.
    public static UsageRecord keyless(UsageRecord record) {
        return with(record, record.call().accountId(), 0, record.call().tags());
    }

    private static UsageRecord with(UsageRecord record, long accountId, long keyId, String tags) {
        Call call = record.call();
        return new UsageRecord(
                record.sequence(),
                new Call(
                        call.id(),
                        accountId,
                        keyId,
                        call.serviceId(),
                        call.tier(),
                        call.priceBookId(),
                        call.subject(),
                        tags,
                        call.proxy(),
                        call.authorizedAtMs()),
                record.settlement(),
                record.charge(),
                record.cost(),
                record.heldNanos(),
                record.overrunNanos(),
                record.settledAtMs(),
                record.unratedReason());
    }

    /// Unrated usage that was rated later: 7 nanos.
    public static Fact.UsageRated rated(long sequence, long atMs, UsageRecord of) {
        return rated(sequence, atMs, of, Units.NONE);
    }

    /// The same with what was told then.
    public static Fact.UsageRated rated(long sequence, long atMs, UsageRecord of, Units told) {
        return new Fact.UsageRated(
                sequence,
                atMs,
                of.call().accountId(),
                KEY,
                SERVICE,
                of.call().subject(),
                of.call().id(),
                false,
                told,
                new Charge(31, List.of(new PriceLine(Unit.INPUT_TOKENS, 1, 7, 1)), 7, 0, 7),
                0,
                List.of(),
                0,
                operation(sequence));
    }

    /// A part of a charge that was given back.
    public static Fact.UsageRefunded refunded(
            long sequence, long atMs, UsageRecord of, long nanos) {
        return new Fact.UsageRefunded(
                sequence,
                atMs,
                of.call().accountId(),
                KEY,
                SERVICE,
                of.call().subject(),
                of.call().id(),
                nanos,
                List.of(),
                List.of(),
                0,
                operation(sequence));
    }

    /// What the record of a sequence took of GPUs: every way of knowing it, none for 1 and 2.
    public static CallCost cost(long sequence) {
        return switch ((int) (sequence % 6)) {
            case 3 -> new CallCost(Basis.MEASURED, 13, 12);
            case 4 -> new CallCost(Basis.MEASURED, 14, CallCost.UNKNOWN);
            case 5 -> new CallCost(Basis.GPU_TIME_VRAM, 15, 16);
            case 0 -> new CallCost(Basis.FLOPS, CallCost.UNKNOWN, 17);
            default -> CallCost.NONE;
        };
    }

    public static UsageRecord record(
            long sequence, long atMs, RequestId id, long tokens, String unratedReason) {
        Call call =
                new Call(
                        id,
                        ACCOUNT,
                        KEY,
                        SERVICE,
                        ServiceTier.FLEX,
                        31,
                        "anna",
                        "team=a\nrun=b",
                        "envoy-1",
                        atMs - 10);
        Settlement settlement =
                new Settlement(
                        Outcome.OK,
                        Units.tokens(tokens, 2).with(Unit.REASONING_TOKENS, 1),
                        3,
                        Settlement.UNKNOWN,
                        4,
                        sequence % 2 == 0 ? "chunks" : "");
        Charge charge =
                unratedReason.isEmpty()
                        ? new Charge(
                                31,
                                List.of(new PriceLine(Unit.INPUT_TOKENS, tokens, 5, 1)),
                                tokens * 5,
                                0,
                                tokens * 5)
                        : Charge.NONE;
        return new UsageRecord(
                sequence, call, settlement, charge, cost(sequence), 9, 8, atMs, unratedReason);
    }

    /// The same record, but of a call of another service.
    public static UsageRecord ofService(UsageRecord record, long service) {
        Call call = record.call();
        return new UsageRecord(
                record.sequence(),
                new Call(
                        call.id(),
                        call.accountId(),
                        call.keyId(),
                        service,
                        call.tier(),
                        call.priceBookId(),
                        call.subject(),
                        call.tags(),
                        call.proxy(),
                        call.authorizedAtMs()),
                record.settlement(),
                record.charge(),
                record.cost(),
                record.heldNanos(),
                record.overrunNanos(),
                record.settledAtMs(),
                record.unratedReason());
    }
}
