package io.weighbridge.backend.proxies.envoy;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.proto.envoy.ExternalProcessorGrpc;
import io.weighbridge.proto.envoy.ProcessingRequest;
import io.weighbridge.proto.envoy.ProcessingResponse;

/// Envoy's external processor. Runs on the event loops: a thread for each of a call's messages
/// would cost more than what most of them take. What takes long has one.
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
        return new ProcessGrpc(
                new EnvoyCall(gate, proxy), (ServerCallStreamObserver<ProcessingResponse>) envoy);
    }
}
