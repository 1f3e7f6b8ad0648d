package io.weighbridge.backend.operators.approvals;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.proto.v1.ApproveReply;
import io.weighbridge.proto.v1.ApproveRequest;
import io.weighbridge.proto.v1.DeclineRequest;
import io.weighbridge.proto.v1.GetAdjustmentLimitsRequest;
import io.weighbridge.proto.v1.GetApprovalRequest;
import io.weighbridge.proto.v1.ListApprovalsReply;
import io.weighbridge.proto.v1.ListApprovalsRequest;
import io.weighbridge.proto.v1.SetAdjustmentLimitRequest;
import io.weighbridge.proto.v1.WithdrawRequest;

/// Approvals and limits over gRPC. For threads that may wait.
final class ApprovalsGrpc extends io.weighbridge.proto.v1.ApprovalsGrpc.ApprovalsImplBase {
    private final Approvals approvals;
    private final AdjustmentLimits limits;

    ApprovalsGrpc(Approvals approvals, AdjustmentLimits limits) {
        this.approvals = approvals;
        this.limits = limits;
    }

    private io.weighbridge.proto.v1.Approval toProto(Approval approval) {
        return ApprovalsMapping.toProto(
                approval, approvals.isExpired(approval), approvals.namesOf(approval));
    }

    @Override
    public void getApproval(
            GetApprovalRequest request, StreamObserver<io.weighbridge.proto.v1.Approval> observer) {
        Approval approval = approvals.require(ApprovalsMapping.id(request.getApproval()));
        Replies.send(observer, toProto(approval));
    }

    @Override
    public void listApprovals(
            ListApprovalsRequest request, StreamObserver<ListApprovalsReply> observer) {
        Page<Approval> page =
                approvals.list(
                        request.getPendingOnly(),
                        RequestMapping.page(
                                request.getPage(), "approvals " + request.getPendingOnly()));
        Replies.send(
                observer,
                ListApprovalsReply.newBuilder()
                        .addAllApprovals(page.map(this::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void approve(ApproveRequest request, StreamObserver<ApproveReply> observer) {
        Approvals.Approved approved =
                approvals.approve(
                        ApprovalsMapping.id(request.getApproval()), request.getRequestHash());
        ApproveReply.Builder reply =
                ApproveReply.newBuilder().setApproval(toProto(approved.approval()));
        Credit.Done done = approved.done();
        if (done != null) {
            reply.setResult(ApprovalsMapping.toProto(done));
        }
        Replies.send(observer, reply.build());
    }

    @Override
    public void decline(
            DeclineRequest request, StreamObserver<io.weighbridge.proto.v1.Approval> observer) {
        Replies.send(
                observer,
                toProto(
                        approvals.decline(
                                ApprovalsMapping.id(request.getApproval()), request.getReason())));
    }

    @Override
    public void withdraw(
            WithdrawRequest request, StreamObserver<io.weighbridge.proto.v1.Approval> observer) {
        Replies.send(
                observer, toProto(approvals.withdraw(ApprovalsMapping.id(request.getApproval()))));
    }

    @Override
    public void getAdjustmentLimits(
            GetAdjustmentLimitsRequest request,
            StreamObserver<io.weighbridge.proto.v1.AdjustmentLimits> observer) {
        io.weighbridge.proto.v1.AdjustmentLimits.Builder reply =
                io.weighbridge.proto.v1.AdjustmentLimits.newBuilder();
        limits.all()
                .forEach((role, limit) -> reply.addLimits(ApprovalsMapping.toProto(role, limit)));
        Replies.send(observer, reply.setUsedNanos(approvals.usedByCaller()).build());
    }

    @Override
    public void setAdjustmentLimit(
            SetAdjustmentLimitRequest request,
            StreamObserver<io.weighbridge.proto.v1.AdjustmentLimit> observer) {
        Role role = ApprovalsMapping.role(request.getLimit().getRoleValue());
        AdjustmentLimit limit =
                limits.set(
                        role,
                        ApprovalsMapping.limit(request.getLimit()),
                        request.hasBefore() ? ApprovalsMapping.limit(request.getBefore()) : null);
        Replies.send(observer, ApprovalsMapping.toProto(role, limit));
    }
}
