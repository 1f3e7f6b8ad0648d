package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.ledger.accounts.Adjustment;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AdjustCreditReply;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.RefundPaymentRequest;

import java.util.Objects;

/// Approvals and limits to and from protobuf.
final class ApprovalsMapping {
    private ApprovalsMapping() {}

    static long id(String approval) {
        return RequestMapping.id("approval", IdKind.APPROVAL, approval);
    }

    static Role role(int number) {
        return Objects.requireNonNull(
                Role.byNumber(RequestMapping.known("limit.role", number, Role.values().length)));
    }

    static AdjustmentLimit limit(io.weighbridge.proto.v1.AdjustmentLimit limit) {
        if (!limit.getUnlimited()) {
            return new AdjustmentLimit(false, limit.getSingleNanos(), limit.getDayNanos());
        }
        if (limit.getSingleNanos() != 0 || limit.getDayNanos() != 0) {
            throw Fault.invalid("limit.unlimited", "true", "false, or amounts of 0");
        }
        return AdjustmentLimit.UNLIMITED;
    }

    static io.weighbridge.proto.v1.AdjustmentLimit toProto(Role role, AdjustmentLimit limit) {
        return io.weighbridge.proto.v1.AdjustmentLimit.newBuilder()
                .setRoleValue(role.number())
                .setUnlimited(limit.unlimited())
                .setSingleNanos(limit.singleNanos())
                .setDayNanos(limit.dayNanos())
                .build();
    }

    static AdjustCreditReply toProto(Credit.Done done) {
        return AdjustCreditReply.newBuilder()
                .setBalanceBeforeNanos(done.balanceNanos() - done.amountNanos())
                .setBalanceNanos(done.balanceNanos())
                .setRepeated(done.repeated())
                .build();
    }

    private static io.weighbridge.proto.v1.ApprovalState state(Approval approval, boolean expired) {
        return expired
                ? io.weighbridge.proto.v1.ApprovalState.APPROVAL_STATE_EXPIRED
                : Objects.requireNonNull(
                        io.weighbridge.proto.v1.ApprovalState.forNumber(approval.state().number()));
    }

    private static AdjustCreditRequest toProto(Adjustment asked) {
        return AdjustCreditRequest.newBuilder()
                .setAccount(IdKind.ACCOUNT.format(asked.accountId()))
                .setOperationId(asked.operationId().toString())
                .setAmountNanos(asked.amountNanos())
                .setReasonValue(asked.reason().number())
                .setNote(asked.note())
                .setExpiresAtMs(asked.expiresAtMs())
                .build();
    }

    private static RefundPaymentRequest toProto(PaymentRefund asked) {
        return RefundPaymentRequest.newBuilder()
                .setPayment(IdKind.PAYMENT.format(asked.paymentId()))
                .setOperationId(asked.operationId().toString())
                .setAmountNanos(asked.amountNanos())
                .setReason(asked.note())
                .setEvenBelowZero(asked.evenBelowZero())
                .build();
    }

    static io.weighbridge.proto.v1.Approval toProto(
            Approval approval, boolean expired, Approvals.Names names) {
        io.weighbridge.proto.v1.Approval.Builder proto =
                io.weighbridge.proto.v1.Approval.newBuilder();
        switch (approval.asked()) {
            case Adjustment adjustment -> proto.setRequest(toProto(adjustment));
            case PaymentRefund refund ->
                    proto.setRefund(toProto(refund))
                            .setOrder(IdKind.ORDER.format(refund.orderId()));
        }
        return proto.setId(IdKind.APPROVAL.format(approval.id()))
                .setState(state(approval, expired))
                .setAccount(IdKind.ACCOUNT.format(approval.asked().accountId()))
                .setRequestHash(approval.requestHash())
                .setRequester(IdKind.OPERATOR.format(approval.requesterId()))
                .setDecider(
                        approval.deciderId() == 0
                                ? ""
                                : IdKind.OPERATOR.format(approval.deciderId()))
                .setRequestedAtMs(approval.requestedAtMs())
                .setExpiresAtMs(approval.expiresAtMs())
                .setDecidedAtMs(approval.decidedAtMs())
                .setOutcome(approval.outcome())
                .setRequesterName(names.requester())
                .setDeciderName(names.decider())
                .setAccountName(names.account())
                .build();
    }
}
