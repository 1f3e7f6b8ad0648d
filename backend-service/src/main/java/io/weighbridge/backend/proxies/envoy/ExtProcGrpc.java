package io.weighbridge.backend.proxies.envoy;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.proto.envoy.ExternalProcessorGrpc;
import io.weighbridge.proto.envoy.ProcessingRequest;
import io.weighbridge.proto.envoy.ProcessingResponse;

/// Envoy's external processor. Each stream has virtual threads of its own: reading a long body
/// would keep an event loop from all other streams of its connection, and Envoy has one connection
/// for each of its threads.
final class ExtProcGrpc extends ExternalProcessorGrpc.ExternalProcessorImplBase {
    private final EnvoyGate gate;

    ExtProcGrpc(EnvoyGate gate) {
        this.gate = gate;
    }

    @Override
    public StreamObserver<ProcessingRequest> process(StreamObserver<ProcessingResponse> envoy) {
        if (!(Callers.current() instanceof Caller.Proxy proxy)) {
            throw Status.PERMISSION_DENIED.asRuntimeException();
        }
        if (envoy instanceof ServerCallStreamObserver<ProcessingResponse> stream) {
            // What is sent to an Envoy that is gone is lost, and no error.
            stream.setOnCancelHandler(() -> {});
        }
        return new ProcessGrpc(new EnvoyCall(gate, proxy), envoy);
    }
}
