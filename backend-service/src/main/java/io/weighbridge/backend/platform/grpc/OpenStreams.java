package io.weighbridge.backend.platform.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.Periodic;
import io.weighbridge.model.ErrorCode;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The streams that are open. A stream may be open for days, so that each second it is asked of all
/// whether their callers are still let in; those of others end. Safe for sharing.
final class OpenStreams implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Authenticator authenticator;
    private final Set<WatchedCall<?, ?>> open = ConcurrentHashMap.newKeySet();
    private final Periodic looking;

    OpenStreams(Authenticator authenticator) {
        this.authenticator = authenticator;
        this.looking = Periodic.start("open-streams", PAUSE, this::look);
    }

    private void look() {
        for (WatchedCall<?, ?> call : open) {
            if (!authenticator.isStill(call.caller())) {
                // It is told that it is over, and is then no longer among these.
                call.end(
                        Fault.of(
                                ErrorCode.UNAUTHENTICATED,
                                "authorization: ended meanwhile (expected: one that is valid)"));
            }
        }
    }

    /// Whether a method's calls last: those of one request and one reply do not.
    static boolean isStream(MethodDescriptor<?, ?> method) {
        return method.getType() != MethodDescriptor.MethodType.UNARY;
    }

    /// Watches a call until it is over.
    ///
    /// @param listener the method's
    /// @return what is to hear of the call instead
    <Q> ServerCall.Listener<Q> watch(WatchedCall<Q, ?> call, ServerCall.Listener<Q> listener) {
        open.add(call);
        return new Listening<>(call, listener);
    }

    private final class Listening<Q> extends SimpleForwardingServerCallListener<Q> {
        private final WatchedCall<Q, ?> call;

        Listening(WatchedCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (!call.isEnded()) {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
                // The request is whole: what comes of it is done, and its reply tells the truth.
                open.remove(call);
                call.keep();
            }
            if (!call.isEnded()) {
                super.onHalfClose();
            }
        }

        @Override
        public void onReady() {
            if (!call.isEnded()) {
                super.onReady();
            }
        }

        @Override
        public void onCancel() {
            open.remove(call);
            super.onCancel();
        }

        @Override
        public void onComplete() {
            open.remove(call);
            if (call.isEnded()) {
                // It was not the method that ended it.
                super.onCancel();
            } else {
                super.onComplete();
            }
        }
    }

    /// Watches no more.
    @Override
    public void close() {
        looking.close();
    }
}
