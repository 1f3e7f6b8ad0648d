package io.weighbridge.backend.platform.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what a service method throws. For services that run on threads that may wait; the gate
/// answers its faults itself.
public final class ErrorInterceptor implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorInterceptor.class);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onHalfClose() {
                answering(super::onHalfClose);
            }

            @Override
            public void onReady() {
                answering(super::onReady);
            }

            private void answering(Runnable step) {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    StatusRuntimeException error = GrpcErrors.of(e);
                    Metadata trailers = error.getTrailers();
                    try {
                        call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
                    } catch (IllegalStateException alreadyClosed) {
                        // The method had answered before it threw; there is nobody left to tell.
                        LOG.warn("a call failed after its answer: {}", error.getStatus());
                    }
                }
            }
        };
    }
}
