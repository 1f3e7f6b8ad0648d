package io.weighbridge.backend.platform.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import io.weighbridge.backend.platform.time.TimeSource;

/// Counts a call as wasted that is reset: by the server because of a frame that is wrong, or by the
/// client as soon as it has begun. A deadline that passes, or a user who leaves, comes later.
final class ResetCalls extends ServerStreamTracer {
    private static final long SOON_NANOS = 20_000_000L;
    // A connection ends at so many resets that they must cost before it does.
    private static final int EACH = 10;

    private final TimeSource time;
    private final long beganNanos;

    private ResetCalls(TimeSource time) {
        this.time = time;
        this.beganNanos = time.nanos();
    }

    static Factory counting(TimeSource time) {
        return new Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(
                    String fullMethodName, Metadata headers) {
                return new ResetCalls(time);
            }
        };
    }

    // What a method answers is OK or a status of its own.
    @Override
    public void streamClosed(Status status) {
        boolean isSoon =
                status.getCode() == Status.Code.CANCELLED && time.nanos() - beganNanos < SOON_NANOS;
        if (isSoon || status.getCause() instanceof Http2Exception) {
            WastedCalls.count(EACH);
        }
    }
}
