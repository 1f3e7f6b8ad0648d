package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.KeyReader;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Tells what keys may be used for, without a call: no credit or limit is looked at, and nothing is
/// counted. Safe for sharing.
public final class KeyOffers {
    private final Services services;
    private final KeyTable keys;
    private final TimeSource time;
    private final ThreadLocal<KeyReader> readers = ThreadLocal.withInitial(KeyReader::new);

    public KeyOffers(Services services, KeyTable keys, TimeSource time) {
        this.services = services;
        this.keys = keys;
        this.time = time;
    }

    /// Whether a key may be used at all, from this address: enough to read on.
    public boolean admits(String apiKey, String clientAddress) {
        return found(apiKey, clientAddress) instanceof Found.Key;
    }

    /// Whose key it is, if it may be used at all from this address.
    public OptionalLong account(String apiKey, String clientAddress) {
        return found(apiKey, clientAddress) instanceof Found.Key(KeyEntry entry)
                ? OptionalLong.of(entry.account.id())
                : OptionalLong.empty();
    }

    /// What bars a key from a service at this address, money and limits apart; null when nothing
    /// does.
    public @Nullable RefusalReason barred(String apiKey, String clientAddress, String service) {
        return switch (found(apiKey, clientAddress)) {
            case Found.Nothing nothing -> nothing.reason();
            case Found.Key key ->
                    KeyChecks.barred(
                            key.entry().settings(),
                            services.directory().byName(service),
                            time.wallMs());
        };
    }

    private sealed interface Found {
        record Key(KeyEntry entry) implements Found {}

        record Nothing(RefusalReason reason) implements Found {}
    }

    private Found found(String apiKey, String clientAddress) {
        KeyReader reader = readers.get();
        if (!reader.read(apiKey)) {
            return new Found.Nothing(RefusalReason.MALFORMED_KEY);
        }
        KeySlots slots = keys.slots();
        int slot = slots.find(reader.a(), reader.b(), reader.c(), reader.d());
        if (slot < 0) {
            return new Found.Nothing(RefusalReason.UNKNOWN_KEY);
        }
        long nowMs = time.wallMs();
        if (nowMs >= slots.secret(slot).untilMs()) {
            return new Found.Nothing(RefusalReason.ROTATED_KEY);
        }
        KeyEntry key = slots.key(slot);
        RefusalReason barred = KeyChecks.barred(key, clientAddress, nowMs);
        return barred == null ? new Found.Key(key) : new Found.Nothing(barred);
    }

    /// What a key may be used for.
    ///
    /// @param clientAddress as text
    public KeyOffer of(String apiKey, String clientAddress) {
        return switch (found(apiKey, clientAddress)) {
            case Found.Nothing nothing -> new KeyOffer.None(nothing.reason());
            case Found.Key key -> offered(key.entry());
        };
    }

    private KeyOffer offered(KeyEntry key) {
        long nowMs = time.wallMs();
        List<Service> offered = new ArrayList<>();
        for (Service service : services.directory().all()) {
            if (KeyChecks.barred(key.settings(), service, nowMs) == null) {
                offered.add(service);
            }
        }
        return new KeyOffer.Services(offered);
    }
}
