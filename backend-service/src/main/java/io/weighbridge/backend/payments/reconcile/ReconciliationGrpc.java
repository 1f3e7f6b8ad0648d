package io.weighbridge.backend.payments.reconcile;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.GetReconciliationReply;
import io.weighbridge.proto.v1.GetReconciliationRequest;
import io.weighbridge.proto.v1.ListReconciliationsReply;
import io.weighbridge.proto.v1.ListReconciliationsRequest;
import io.weighbridge.proto.v1.RunReconciliationRequest;

import java.util.List;

/// Reports over gRPC. For threads that may wait.
final class ReconciliationGrpc
        extends io.weighbridge.proto.v1.ReconciliationGrpc.ReconciliationImplBase {
    private final Reconciliations reconciliations;

    ReconciliationGrpc(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    @Override
    public void runReconciliation(
            RunReconciliationRequest request,
            StreamObserver<io.weighbridge.proto.v1.ReconciliationRun> observer) {
        Replies.send(
                observer,
                ReconciliationMapping.toProto(reconciliations.ask(request.getDay()), List.of()));
    }

    @Override
    public void listReconciliations(
            ListReconciliationsRequest request, StreamObserver<ListReconciliationsReply> observer) {
        Page<ReconciliationRun> page =
                reconciliations.list(RequestMapping.page(request.getPage(), "reconciliations"));
        List<Gap> gaps =
                reconciliations.gaps(page.items().stream().map(ReconciliationRun::id).toList());
        Replies.send(
                observer,
                ListReconciliationsReply.newBuilder()
                        .addAllReconciliations(
                                page.map(run -> ReconciliationMapping.toProto(run, gaps)).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void getReconciliation(
            GetReconciliationRequest request, StreamObserver<GetReconciliationReply> observer) {
        long id =
                RequestMapping.id(
                        "reconciliation", IdKind.RECONCILIATION, request.getReconciliation());
        ReconciliationRun run = reconciliations.require(id);
        Page<Difference> page =
                reconciliations.differences(
                        id, RequestMapping.page(request.getPage(), "differences " + id));
        Replies.send(
                observer,
                GetReconciliationReply.newBuilder()
                        .setReconciliation(
                                ReconciliationMapping.toProto(
                                        run, reconciliations.gaps(List.of(id))))
                        .addAllTotals(
                                reconciliations.totals(id).stream()
                                        .map(ReconciliationMapping::toProto)
                                        .toList())
                        .addAllDifferences(page.map(ReconciliationMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }
}
