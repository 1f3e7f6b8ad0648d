package io.weighbridge.backend.codes;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.ledger.accounts.MovingAlone;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ExportCodesReply;
import io.weighbridge.proto.v1.ExportCodesRequest;
import io.weighbridge.proto.v1.ListBatchesReply;
import io.weighbridge.proto.v1.ListBatchesRequest;
import io.weighbridge.proto.v1.ListCodesReply;
import io.weighbridge.proto.v1.ListCodesRequest;
import io.weighbridge.proto.v1.MakeCodesRequest;
import io.weighbridge.proto.v1.PromotionCode;
import io.weighbridge.proto.v1.RedeemCodeReply;
import io.weighbridge.proto.v1.RedeemCodeRequest;
import io.weighbridge.proto.v1.VoidBatchRequest;
import io.weighbridge.proto.v1.VoidCodeRequest;

/// Codes over gRPC. For threads that may wait.
final class CodesGrpc extends io.weighbridge.proto.v1.CodesGrpc.CodesImplBase {
    private final Codes codes;
    private final Redemptions redemptions;
    private final MovingAlone alone;

    /// @param alone decides what the operator who calls may move alone
    CodesGrpc(Codes codes, Redemptions redemptions, MovingAlone alone) {
        this.codes = codes;
        this.redemptions = redemptions;
        this.alone = alone;
    }

    private static long batch(String text) {
        return RequestMapping.id("batch", IdKind.CODE_BATCH, text);
    }

    @Override
    public void makeCodes(
            MakeCodesRequest request, StreamObserver<io.weighbridge.proto.v1.CodeBatch> observer) {
        CodeBatch made =
                codes.make(
                        RequestMapping.operationId(request.getOperationId()),
                        CodesMapping.terms(request),
                        alone);
        Replies.send(observer, CodesMapping.toProto(made));
    }

    @Override
    public void exportCodes(ExportCodesRequest request, StreamObserver<ExportCodesReply> observer) {
        Replies.send(
                observer,
                ExportCodesReply.newBuilder()
                        .addAllCodes(codes.export(batch(request.getBatch())))
                        .build());
    }

    @Override
    public void listBatches(ListBatchesRequest request, StreamObserver<ListBatchesReply> observer) {
        Page<CodeBatch> page = codes.list(RequestMapping.page(request.getPage(), "code batches"));
        Replies.send(
                observer,
                ListBatchesReply.newBuilder()
                        .addAllBatches(page.map(CodesMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listCodes(ListCodesRequest request, StreamObserver<ListCodesReply> observer) {
        Page<KeptCode> page =
                codes.codes(
                        batch(request.getBatch()),
                        RequestMapping.page(request.getPage(), "codes " + request.getBatch()));
        Replies.send(
                observer,
                ListCodesReply.newBuilder()
                        .addAllCodes(page.map(CodesMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void voidBatch(
            VoidBatchRequest request, StreamObserver<io.weighbridge.proto.v1.CodeBatch> observer) {
        CodeBatch voided = codes.voidBatch(batch(request.getBatch()), alone);
        Replies.send(observer, CodesMapping.toProto(voided));
    }

    @Override
    public void voidCode(VoidCodeRequest request, StreamObserver<PromotionCode> observer) {
        KeptCode voided = codes.voidCode(batch(request.getBatch()), request.getNumber());
        Replies.send(observer, CodesMapping.toProto(voided));
    }

    @Override
    public void redeemCode(RedeemCodeRequest request, StreamObserver<RedeemCodeReply> observer) {
        Redemption redemption =
                redemptions.redeem(
                        RequestMapping.id("account", IdKind.ACCOUNT, request.getAccount()),
                        request.getCode(),
                        Act.current());
        Replies.send(observer, CodesMapping.toProto(redemption));
    }
}
