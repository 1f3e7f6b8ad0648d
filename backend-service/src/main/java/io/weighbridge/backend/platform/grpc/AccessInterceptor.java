package io.weighbridge.backend.platform.grpc;

import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

/// Lets in whom the method's option allows, and refuses everybody else before the method sees
/// anything. Runs on the event loops: it looks into memory and never waits.
final class AccessInterceptor implements ServerInterceptor {
    private static final long RECHECK_NANOS = 1_000_000_000;

    private final AccessRules rules;
    private final Authenticator authenticator;
    private final ProxyCertificates certificates;
    private final TimeSource time;

    AccessInterceptor(
            AccessRules rules,
            Authenticator authenticator,
            ProxyCertificates certificates,
            TimeSource time) {
        this.rules = rules;
        this.authenticator = authenticator;
        this.certificates = certificates;
        this.time = time;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Access access;
        Caller caller;
        try {
            String method = call.getMethodDescriptor().getFullMethodName();
            access = rules.of(method);
            caller =
                    access.anyone()
                            ? Caller.NOBODY
                            : authenticator.authenticate(BearerToken.of(headers));
            if (!access.allows(caller)) {
                throw access.denied(method, caller);
            }
            certificates.require(caller, call.getAttributes());
        } catch (RuntimeException e) {
            refuse(call, e);
            return new ServerCall.Listener<>() {};
        }
        ServerCall.Listener<Q> listener =
                Contexts.interceptCall(Callers.context(caller), call, headers, next);
        boolean watched =
                !access.anyone() && !call.getMethodDescriptor().getType().clientSendsOneMessage();
        return watched ? new Watched<>(listener, call, caller) : listener;
    }

    private static void refuse(ServerCall<?, ?> call, RuntimeException e) {
        StatusRuntimeException error = GrpcErrors.of(e);
        Metadata trailers = error.getTrailers();
        call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /// A stream that its client sends on: it may be open for days, so that who was let in is asked
    /// again with a message that comes a second or more after the last time.
    private final class Watched<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private final Caller caller;
        // Events of one call come one at a time.
        private long checkedNanos = time.nanos();
        private boolean refused;

        Watched(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call, Caller caller) {
            super(listener);
            this.call = call;
            this.caller = caller;
        }

        @Override
        public void onMessage(Q message) {
            long now = time.nanos();
            if (!refused && now - checkedNanos >= RECHECK_NANOS) {
                checkedNanos = now;
                if (!authenticator.isStill(caller)) {
                    refused = true;
                    // The method's own end first: after it nothing more is sent.
                    super.onCancel();
                    refuse(
                            call,
                            Fault.of(
                                    ErrorCode.UNAUTHENTICATED,
                                    "authorization: ended meanwhile (expected: one that is valid)"));
                }
            }
            if (!refused) {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }

        @Override
        public void onReady() {
            if (!refused) {
                super.onReady();
            }
        }

        @Override
        public void onCancel() {
            if (!refused) {
                super.onCancel();
            }
        }

        @Override
        public void onComplete() {
            if (!refused) {
                super.onComplete();
            }
        }
    }
}
