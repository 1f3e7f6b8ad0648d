package io.weighbridge.backend.gate;

import io.weighbridge.backend.keys.ApiKey;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// All keys in memory, found by digest; at most half of the slots are full. Finding takes no lock;
/// changing is one at a time (this object's monitor). Keys are never taken out, revoked ones
/// neither: they are refused by name.
final class KeyTable {
    private static final int SIZE_AT_FIRST = 1_024;

    private volatile KeySlots slots = new KeySlots(SIZE_AT_FIRST);
    private final Map<Long, KeyEntry> byId = new ConcurrentHashMap<>();

    /// Where to find keys by digest. What is added later may be missing.
    KeySlots slots() {
        return slots;
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
        if (2 * (byId.size() + 1) > slots.size()) {
            KeySlots larger = new KeySlots(slots.size() * 2);
            byId.values().forEach(larger::insert);
            slots = larger;
        }
        slots.insert(entry);
        byId.put(key.id(), entry);
    }

    /// Puts the key's usual service beside it.
    synchronized void showUsual(KeyEntry key) {
        KeyService usual = key.usual();
        int slot = slots.find(key.a, key.b, key.c, key.d);
        if (usual != null && slot >= 0) {
            slots.setUsual(slot, usual);
        }
    }

    /// Calls the consumer with every key.
    void forEach(Consumer<KeyEntry> consumer) {
        byId.values().forEach(consumer);
    }
}
