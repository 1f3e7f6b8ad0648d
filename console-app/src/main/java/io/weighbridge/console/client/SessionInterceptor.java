package io.weighbridge.console.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.util.concurrent.TimeUnit;

/// Shows with each call who asks, and tells the link how each one ended. Unary calls get a
/// deadline; those that change something are counted while they are out.
final class SessionInterceptor implements ClientInterceptor {
    private static final int DEADLINE_S = 15;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Tokens tokens;
    private final Link link;
    private final Changes changes;

    SessionInterceptor(Tokens tokens, Link link, Changes changes) {
        this.tokens = tokens;
        this.link = link;
        this.changes = changes;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        CallOptions timed =
                method.getType() == MethodType.UNARY && options.getDeadline() == null
                        ? options.withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS)
                        : options;
        boolean isChange = Changes.includes(method);
        return new SimpleForwardingClientCall<>(next.newCall(method, timed)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                String token;
                try {
                    token = tokens.access();
                } catch (StatusRuntimeException e) {
                    link.ended(Failure.of(e));
                    throw e;
                }
                if (!token.isEmpty()) {
                    headers.put(AUTHORIZATION, "Bearer " + token);
                }
                if (isChange) {
                    changes.begun();
                }
                super.start(watched(listener, isChange), headers);
            }
        };
    }

    private <A> ClientCall.Listener<A> watched(ClientCall.Listener<A> listener, boolean isChange) {
        return new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onMessage(A message) {
                link.answered();
                super.onMessage(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                if (isChange) {
                    changes.ended(status);
                }
                if (!status.isOk()) {
                    link.ended(Failure.of(status.asRuntimeException(trailers)));
                }
                super.onClose(status, trailers);
            }
        };
    }
}
