package io.weighbridge.backend.proxies.mcp;

import io.weighbridge.backend.gate.keys.KeyOffers;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.Further;
import io.weighbridge.model.RefusalReason;

import java.util.function.Supplier;

/// Looks once a second whether a client may still use a service. Used by one thread.
final class KeyWatch implements Supplier<Further> {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final KeyOffers offers;
    private final Client client;
    private final String service;
    private final TimeSource time;
    private long lookedNanos;

    KeyWatch(KeyOffers offers, Client client, String service, TimeSource time) {
        this.offers = offers;
        this.client = client;
        this.service = service;
        this.time = time;
        this.lookedNanos = time.nanos();
    }

    @Override
    public Further get() {
        long now = time.nanos();
        if (now - lookedNanos < PAUSE_NANOS) {
            return Further.YES;
        }
        lookedNanos = now;
        RefusalReason barred = offers.barred(client.key(), client.address(), service);
        return barred == null ? Further.YES : new Further.Barred(barred);
    }
}
