package io.weighbridge.backend.operators.audit;

import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.VerifyReply;

/// The audit log to and from protobuf.
final class AuditMapping {
    private AuditMapping() {}

    static AuditFilter filter(ListEntriesRequest request) {
        return new AuditFilter(
                request.getActorName(),
                request.getTarget(),
                request.getActionPrefix(),
                request.getFromAtMs(),
                request.getToAtMs(),
                request.getSequence());
    }

    static io.weighbridge.proto.v1.AuditEntry toProto(AuditEntry entry) {
        Change change = entry.change();
        Act act = change.act();
        return io.weighbridge.proto.v1.AuditEntry.newBuilder()
                .setSequence(entry.sequence())
                .setAtMs(change.atMs())
                .setActorKindValue(act.kind().number())
                .setActor(act.actorText())
                .setActorName(act.actorName())
                .setRoleValue(act.role())
                .setSession(act.sessionId())
                .setPeer(act.peer())
                .setMethod(act.method())
                .setAction(change.action())
                .setTarget(change.target())
                .setBefore(change.before())
                .setAfter(change.after())
                .setReason(change.reason())
                .setHash(entry.hash())
                .build();
    }

    static VerifyReply toProto(AuditReport report) {
        return VerifyReply.newBuilder()
                .setIntact(report.isIntact())
                .setEntries(report.entries())
                .setHead(report.head())
                .setCheckpoints(report.checkpoints())
                .addAllProblems(report.problems())
                .build();
    }
}
