package io.weighbridge.backend.proxies.events;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.proxies.call.MemoryBudget;

import java.util.List;

/// Spans over gRPC. Waits.
final class TraceGrpc extends TraceServiceGrpc.TraceServiceImplBase {
    private final TraceMapping mapping;
    private final EventIntake intake;
    private final MemoryBudget bodies;

    TraceGrpc(TraceMapping mapping, EventIntake intake, MemoryBudget bodies) {
        this.mapping = mapping;
        this.intake = intake;
        this.bodies = bodies;
    }

    @Override
    public void export(
            ExportTraceServiceRequest request,
            StreamObserver<ExportTraceServiceResponse> observer) {
        if (!(Callers.current() instanceof Caller.Proxy teller)) {
            throw Status.PERMISSION_DENIED.asRuntimeException();
        }
        Replies.mayGoAway(observer);
        int room = request.getSerializedSize();
        if (!bodies.take(teller.name(), room)) {
            throw Status.UNAVAILABLE
                    .withDescription("too much is being read; send it again")
                    .asRuntimeException();
        }
        List<EventAnswer> answers;
        try {
            ReadReport.Events read = mapping.fromProto(teller, request);
            intake.counts().passOver(read.passedOver());
            answers = intake.take(teller, read.events());
        } finally {
            bodies.give(teller.name(), room);
        }
        if (TraceMapping.isToBeSentAgain(answers)) {
            // UNAVAILABLE is what exporters try again.
            throw Status.UNAVAILABLE
                    .withDescription("not all spans are charged; send them again")
                    .asRuntimeException();
        }
        Replies.send(observer, TraceMapping.toProto(answers));
    }
}
