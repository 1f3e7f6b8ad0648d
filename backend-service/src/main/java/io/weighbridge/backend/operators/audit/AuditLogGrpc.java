package io.weighbridge.backend.operators.audit;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.proto.v1.ListEntriesReply;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.MakeCheckpointReply;
import io.weighbridge.proto.v1.MakeCheckpointRequest;
import io.weighbridge.proto.v1.VerifyReply;
import io.weighbridge.proto.v1.VerifyRequest;

/// The audit log over gRPC. For threads that may wait.
public final class AuditLogGrpc extends io.weighbridge.proto.v1.AuditLogGrpc.AuditLogImplBase {
    private final AuditLog log;

    public AuditLogGrpc(AuditLog log) {
        this.log = log;
    }

    @Override
    public void listEntries(ListEntriesRequest request, StreamObserver<ListEntriesReply> observer) {
        AuditFilter filter = AuditMapping.filter(request);
        Page<AuditEntry> page =
                log.list(filter, RequestMapping.page(request.getPage(), "audit entries " + filter));
        Replies.send(
                observer,
                ListEntriesReply.newBuilder()
                        .addAllEntries(page.map(AuditMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyReply> observer) {
        String kept = request.getCheckpoint();
        AuditReport report = log.verify(kept.isEmpty() ? null : Checkpoint.parse(kept));
        Replies.send(observer, AuditMapping.toProto(report));
    }

    @Override
    public void makeCheckpoint(
            MakeCheckpointRequest request, StreamObserver<MakeCheckpointReply> observer) {
        Checkpoint checkpoint = log.checkpoint();
        Replies.send(
                observer,
                MakeCheckpointReply.newBuilder()
                        .setCheckpoint(checkpoint.toText())
                        .setSequence(checkpoint.sequence())
                        .build());
    }
}
