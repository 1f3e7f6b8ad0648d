package io.weighbridge.backend.platform.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// Sends replies that come later or from other threads, to callers who may be gone by then.
public final class Replies {
    private Replies() {}

    /// Lets a caller go away: what is sent after that is dropped, not thrown. Call it before the
    /// service method returns.
    public static void mayGoAway(StreamObserver<?> observer) {
        if (observer instanceof ServerCallStreamObserver<?> server) {
            server.setOnCancelHandler(() -> {});
        }
    }

    /// The one reply of a unary call.
    public static <A> void send(StreamObserver<A> observer, A reply) {
        observer.onNext(reply);
        observer.onCompleted();
    }

    /// An error instead of a reply.
    public static void fail(StreamObserver<?> observer, Throwable thrown) {
        observer.onError(GrpcErrors.of(thrown));
    }
}
