package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.Hold;
import io.weighbridge.proto.v1.PendingAdjustment;
import io.weighbridge.proto.v1.UnitCount;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;

/// Accounts, their credit and its movements to and from protobuf.
final class AccountsMapping {
    private AccountsMapping() {}

    static long accountId(String account) {
        return RequestMapping.id("account", IdKind.ACCOUNT, account);
    }

    /// A kind of credit that is given as such; the others come from corrections and refunds.
    static GrantKind givenKind(int number) {
        return GrantKind.byNumber(
                RequestMapping.known("kind", number, GrantKind.PROMOTIONAL.number()));
    }

    static AdjustmentReason reason(int number) {
        return AdjustmentReason.byNumber(
                RequestMapping.known("reason", number, AdjustmentReason.values().length));
    }

    static io.weighbridge.proto.v1.Account toProto(Account account) {
        return io.weighbridge.proto.v1.Account.newBuilder()
                .setId(IdKind.ACCOUNT.format(account.id()))
                .setName(account.name())
                .setVersion(account.version())
                .setOverdraftLimitNanos(account.overdraftLimitNanos())
                .setSuspended(account.suspended())
                .setSuspendedReason(account.suspendedReason())
                .setCreatedAtMs(account.createdAtMs())
                .build();
    }

    static io.weighbridge.proto.v1.Notice toProto(Notice notice) {
        return io.weighbridge.proto.v1.Notice.newBuilder()
                .setAtMs(notice.atMs())
                .setKindValue(notice.kind().number())
                .setKey(IdKind.KEY.formatOrNone(notice.keyId()))
                .setReported(notice.reported())
                .build();
    }

    static io.weighbridge.proto.v1.Balance toProto(String account, Accounts.Balance balance) {
        io.weighbridge.proto.v1.Balance.Builder proto =
                io.weighbridge.proto.v1.Balance.newBuilder()
                        .setAccount(account)
                        .setBalanceNanos(balance.balanceNanos())
                        .setAsOfMs(balance.asOfMs());
        balance.heldNanos().ifPresent(proto::setHeldNanos);
        balance.quarantinedNanos().ifPresent(proto::setQuarantinedNanos);
        balance.availableNanos().ifPresent(proto::setAvailableNanos);
        return proto.build();
    }

    static AdjustCreditReply toProto(Adjusting.Outcome outcome) {
        return switch (outcome) {
            case Adjusting.Moved(Credit.Done done) ->
                    AdjustCreditReply.newBuilder()
                            .setBalanceBeforeNanos(done.balanceNanos() - done.amountNanos())
                            .setBalanceNanos(done.balanceNanos())
                            .setRepeated(done.repeated())
                            .build();
            case Adjusting.Pending(long id, String hash, long expiresAtMs) ->
                    AdjustCreditReply.newBuilder()
                            .setPending(
                                    PendingAdjustment.newBuilder()
                                            .setApproval(IdKind.APPROVAL.format(id))
                                            .setRequestHash(hash)
                                            .setExpiresAtMs(expiresAtMs))
                            .build();
        };
    }

    static io.weighbridge.proto.v1.Grant toProto(AccountStore.GrantLeft left) {
        Grant grant = left.grant();
        return io.weighbridge.proto.v1.Grant.newBuilder()
                .setId(IdKind.GRANT.format(grant.id()))
                .setAccount(IdKind.ACCOUNT.format(grant.accountId()))
                .setKindValue(grant.kind().number())
                .setGrantedNanos(grant.grantedNanos())
                .setRemainingNanos(left.remainingNanos())
                .setExpiresAtMs(grant.expiresAtMs())
                .setCreatedAtMs(grant.createdAtMs())
                .setNote(grant.note())
                .build();
    }

    static io.weighbridge.proto.v1.StatementEntry toProto(StatementEntry entry) {
        io.weighbridge.proto.v1.StatementEntry.Builder proto =
                io.weighbridge.proto.v1.StatementEntry.newBuilder()
                        .setSequence(entry.sequence())
                        .setAtMs(entry.atMs())
                        .setKindValue(entry.kind().number())
                        .setAmountNanos(entry.amountNanos())
                        .setBalanceAfterNanos(entry.balanceAfterNanos())
                        .setNote(entry.note());
        if (entry.requestId() != null) {
            proto.setRecordId(entry.requestId().toString());
        }
        if (entry.operationId() != null) {
            proto.setOperationId(entry.operationId().toString());
        }
        if (entry.reason() != 0) {
            proto.setReason(
                    Objects.requireNonNull(
                                    io.weighbridge.proto.v1.AdjustmentReason.forNumber(
                                            entry.reason()))
                            .name());
        }
        return proto.build();
    }

    static Hold toProto(SetAside kept, LongFunction<String> serviceName) {
        return Hold.newBuilder()
                .setRequestId(kept.requestId().toString())
                .setKey(IdKind.KEY.formatOrNone(kept.keyId()))
                .setService(serviceName.apply(kept.serviceId()))
                .setSubject(kept.subject())
                .setHeldNanos(kept.heldNanos())
                .setOpenedAtMs(kept.openedAtMs())
                .setExpiresAtMs(kept.expiresAtMs())
                .setQuarantined(kept.quarantined())
                .addAllUnits(toProto(kept.units()))
                .build();
    }

    private static List<UnitCount> toProto(Units units) {
        List<UnitCount> counts = new ArrayList<>(units.size());
        units.forEach(
                (unit, count) ->
                        counts.add(
                                UnitCount.newBuilder()
                                        .setUnitValue(unit.number())
                                        .setCount(count)
                                        .build()));
        return counts;
    }
}
