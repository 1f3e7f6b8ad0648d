package io.weighbridge.backend.platform.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.access.Origin;
import io.weighbridge.backend.platform.net.IpAddress;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Lets in whom the method's option allows, and refuses everybody else before the method sees
/// anything. Runs on the threads of the services, so also on the event loops: it looks into memory
/// and never waits.
final class AccessInterceptor implements ServerInterceptor {
    private final AccessRules rules;
    private final Authenticator authenticator;
    private final ProxyCertificates certificates;
    private final OpenStreams streams;

    AccessInterceptor(
            AccessRules rules,
            Authenticator authenticator,
            ProxyCertificates certificates,
            OpenStreams streams) {
        this.rules = rules;
        this.authenticator = authenticator;
        this.certificates = certificates;
        this.streams = streams;
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
                            ? new Caller.Nobody(address(call))
                            : authenticator.authenticate(BearerToken.of(headers));
            access.require(method, caller);
            certificates.require(caller, call.getAttributes());
            context =
                    access.changing()
                            ? Callers.context(
                                    caller, new Origin(method, peer(call), Reason.of(headers)))
                            : Callers.context(caller);
        } catch (RuntimeException e) {
            refuse(call, e);
            return new ServerCall.Listener<>() {};
        }
        if (access.anyone() || !OpenStreams.isStream(call.getMethodDescriptor())) {
            return Contexts.interceptCall(context, call, headers, next);
        }
        WatchedCall<Q, A> watched = new WatchedCall<>(call, caller);
        WastedCalls wasted = call.getAttributes().get(WastedCalls.OF_CONNECTION);
        Context withKeys =
                wasted == null ? context : context.withValue(WastedCalls.OF_STREAM, wasted);
        return streams.watch(watched, Contexts.interceptCall(withKeys, watched, headers, next));
    }

    private static @Nullable IpAddress address(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                        instanceof InetSocketAddress socket
                ? IpAddress.of(socket.getAddress())
                : null;
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
        if (error.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
            WastedCalls wasted = call.getAttributes().get(WastedCalls.OF_CONNECTION);
            if (wasted != null) {
                wasted.countOne();
            }
        }
        Metadata trailers = error.getTrailers();
        call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
    }
}
