package io.weighbridge.backend.gate;

import io.weighbridge.backend.keys.ApiKey;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;

/// All keys in memory, found by digest: open addressing over an array that is at most half full.
/// Finding takes no lock; adding is one at a time (this object's monitor). Keys are never taken
/// out, revoked ones neither: they are refused by name.
final class KeyTable {
    private volatile AtomicReferenceArray<@Nullable KeyEntry> slots =
            new AtomicReferenceArray<>(1_024);
    private final Map<Long, KeyEntry> byId = new ConcurrentHashMap<>();

    /// The key with this digest, or null.
    @Nullable KeyEntry find(long a, long b, long c, long d) {
        AtomicReferenceArray<@Nullable KeyEntry> table = slots;
        int mask = table.length() - 1;
        // The digest is random: its low bits are as good as any hash.
        for (int slot = (int) a & mask; ; slot = (slot + 1) & mask) {
            KeyEntry entry = table.getAcquire(slot);
            if (entry == null || entry.hasDigest(a, b, c, d)) {
                return entry;
            }
        }
    }

    /// The key with this id, or null.
    @Nullable KeyEntry byId(long id) {
        return byId.get(id);
    }

    /// Adds a key, or replaces the settings of one that is here.
    synchronized void put(ApiKey key, Function<ApiKey, KeyEntry> make) {
        KeyEntry present = byId.get(key.id());
        if (present != null) {
            present.replace(key);
            return;
        }
        KeyEntry entry = make.apply(key);
        if (2 * (byId.size() + 1) > slots.length()) {
            grow();
        }
        insert(slots, entry);
        byId.put(key.id(), entry);
    }

    private void grow() {
        AtomicReferenceArray<@Nullable KeyEntry> larger =
                new AtomicReferenceArray<>(slots.length() * 2);
        byId.values().forEach(entry -> insert(larger, entry));
        slots = larger;
    }

    private static void insert(AtomicReferenceArray<@Nullable KeyEntry> table, KeyEntry entry) {
        int mask = table.length() - 1;
        int slot = (int) entry.a & mask;
        while (table.getPlain(slot) != null) {
            slot = (slot + 1) & mask;
        }
        table.setRelease(slot, entry);
    }

    /// Calls the consumer with every key.
    void forEach(Consumer<KeyEntry> consumer) {
        byId.values().forEach(consumer);
    }
}
