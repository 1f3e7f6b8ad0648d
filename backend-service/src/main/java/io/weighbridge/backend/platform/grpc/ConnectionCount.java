package io.weighbridge.backend.platform.grpc;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/// How many clients are connected. Whoever went before it said that it speaks HTTP/2 never counted,
/// though gRPC tells of its end too. Safe for sharing.
final class ConnectionCount extends ServerTransportFilter {
    private static final Attributes.Key<Boolean> COUNTED =
            Attributes.Key.create("weighbridge-counted");

    private final AtomicInteger open = new AtomicInteger();

    @Override
    public Attributes transportReady(Attributes attributes) {
        open.incrementAndGet();
        return attributes.toBuilder().set(COUNTED, true).build();
    }

    @Override
    public void transportTerminated(@Nullable Attributes attributes) {
        if (attributes != null && attributes.get(COUNTED) != null) {
            open.decrementAndGet();
        }
    }

    int now() {
        return open.get();
    }
}
