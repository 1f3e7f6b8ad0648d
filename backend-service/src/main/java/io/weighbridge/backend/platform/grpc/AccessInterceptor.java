package io.weighbridge.backend.platform.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.access.Origin;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Lets in whom the method's option allows, and refuses everybody else before the method sees
/// anything. Runs on the event loops: it looks into memory and never waits.
final class AccessInterceptor implements ServerInterceptor {
    private static final long RECHECK_NANOS = 1_000_000_000;

    private final AccessRules rules;
    private final Authenticator authenticator;
    private final TimeSource time;

    AccessInterceptor(AccessRules rules, Authenticator authenticator, TimeSource time) {
        this.rules = rules;
        this.authenticator = authenticator;
        this.time = time;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Access access;
        Caller caller;
        Context context;
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
            context =
                    access.changing()
                            ? Callers.context(
                                    caller, new Origin(method, peer(call), Reason.of(headers)))
                            : Callers.context(caller);
        } catch (RuntimeException e) {
            refuse(call, e);
            return new ServerCall.Listener<>() {};
        }
        ServerCall.Listener<Q> listener = Contexts.interceptCall(context, call, headers, next);
        boolean watched =
                !access.anyone() && !call.getMethodDescriptor().getType().clientSendsOneMessage();
        return watched ? new Watched<>(listener, call, caller) : listener;
    }

    private static String peer(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            String host = internet.getAddress().getHostAddress();
            return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + internet.getPort();
        }
        return String.valueOf(address);
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
