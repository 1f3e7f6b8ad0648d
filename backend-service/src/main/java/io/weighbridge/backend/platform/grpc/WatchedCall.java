package io.weighbridge.backend.platform.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;

/// A stream that can be ended from outside, whatever its method is doing. What the method sends
/// after that is dropped. Its own monitor guards what is sent and whether it has ended.
final class WatchedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Caller caller;
    // Guarded by this.
    private boolean endable = true;
    private boolean ended;

    WatchedCall(ServerCall<Q, A> call, Caller caller) {
        super(call);
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    /// Ends it, unless its method did or it is too late.
    synchronized void end(Fault why) {
        if (endable) {
            endable = false;
            ended = true;
            StatusRuntimeException error = GrpcErrors.of(why);
            Metadata trailers = error.getTrailers();
            super.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
        }
    }

    /// From now on it is not ended from outside.
    synchronized void keep() {
        endable = false;
    }

    /// Whether it was ended from outside.
    synchronized boolean isEnded() {
        return ended;
    }

    @Override
    public synchronized void request(int messages) {
        if (!ended) {
            super.request(messages);
        }
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!ended) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(A message) {
        if (!ended) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!ended) {
            endable = false;
            super.close(status, trailers);
        }
    }
}
