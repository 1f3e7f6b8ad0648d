package io.weighbridge.backend.platform.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;

/// Counts the calls that are reset as wasted: by the client, or by the server because of a frame
/// that is wrong. Without state, so one serves all calls.
final class ResetCalls extends ServerStreamTracer {
    private static final ResetCalls ALL = new ResetCalls();

    static final Factory FACTORY =
            new Factory() {
                @Override
                public ServerStreamTracer newServerStreamTracer(
                        String fullMethodName, Metadata headers) {
                    return ALL;
                }
            };

    private ResetCalls() {}

    // What a method answers is OK or a status of its own.
    @Override
    public void streamClosed(Status status) {
        if (status.getCode() == Status.Code.CANCELLED
                || status.getCause() instanceof Http2Exception) {
            WastedCalls.count();
        }
    }
}
