package io.weighbridge.backend.platform.grpc;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;

import java.util.concurrent.atomic.AtomicInteger;

/// How many clients are connected. Safe for sharing.
final class ConnectionCount extends ServerTransportFilter {
    private final AtomicInteger open = new AtomicInteger();

    @Override
    public Attributes transportReady(Attributes attributes) {
        open.incrementAndGet();
        return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        open.decrementAndGet();
    }

    int now() {
        return open.get();
    }
}
