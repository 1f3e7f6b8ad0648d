package io.weighbridge.backend.platform.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.util.Iterator;
import java.util.function.UnaryOperator;

/// The token in a call's metadata: `authorization: Bearer TOKEN`.
public final class BearerToken {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";
    // The longest token there is, and some room.
    private static final int LENGTH_MAX = 128;

    private BearerToken() {}

    /// Reads it.
    ///
    /// @throws Fault UNAUTHENTICATED; its text holds nothing of the token
    static String of(Metadata headers) {
        Iterable<String> all = headers.getAll(AUTHORIZATION);
        if (all == null) {
            throw wrong("absent");
        }
        Iterator<String> values = all.iterator();
        String value = values.next();
        if (values.hasNext()) {
            // Which of the two somebody in between had looked at is not known.
            throw wrong("given more than once");
        }
        if (value.length() > SCHEME.length() + LENGTH_MAX) {
            throw wrong(value.length() + " characters");
        }
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw wrong("of another kind");
        }
        return value.substring(SCHEME.length());
    }

    private static Fault wrong(String what) {
        return Fault.of(
                ErrorCode.UNAUTHENTICATED,
                "authorization: " + what + " (expected: once, Bearer and a token)");
    }

    /// Metadata with a token.
    public static Metadata metadata(String token) {
        Metadata metadata = new Metadata();
        metadata.put(AUTHORIZATION, SCHEME + token);
        return metadata;
    }

    /// For clients: every call carries this token.
    public static ClientInterceptor attaching(String token) {
        return attaching(_ -> token);
    }

    /// For clients that have several.
    ///
    /// @param tokenOf the token for a service's full name; empty for none
    public static ClientInterceptor attaching(UnaryOperator<String> tokenOf) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                String token = tokenOf.apply(String.valueOf(method.getServiceName()));
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        if (!token.isEmpty() && !headers.containsKey(AUTHORIZATION)) {
                            headers.put(AUTHORIZATION, SCHEME + token);
                        }
                        super.start(listener, headers);
                    }
                };
            }
        };
    }
}
