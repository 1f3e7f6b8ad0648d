package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.ApiKey;
import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.keys.OldSecret;
import io.weighbridge.backend.platform.time.TimeSource;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// All keys in memory, found by the digest of each of their secrets; at most half of the slots are
/// full. Finding takes no lock; changing is one at a time (this object's monitor). Keys are never
/// taken out, revoked ones neither: they are refused by name. So are secrets that ended, as long as
/// the key knows them.
public final class KeyTable {
    private static final int SIZE_AT_FIRST = 1_024;

    private volatile KeySlots slots = new KeySlots(SIZE_AT_FIRST);
    private final Map<Long, KeyEntry> byId = new ConcurrentHashMap<>();
    // Slots in use, those of forgotten secrets too. Guarded by this.
    private int used;
    private int forgotten;

    /// Where to find keys by digest. What is added later may be missing.
    public KeySlots slots() {
        return slots;
    }

    /// The key with this id, or null.
    public @Nullable KeyEntry byId(long id) {
        return byId.get(id);
    }

    /// Adds a key, or replaces settings and secrets of one that is here. What works before and
    /// after is found all the time.
    public synchronized void put(ApiKey key, Function<ApiKey, KeyEntry> make) {
        KeyEntry present = byId.get(key.id());
        if (present == null) {
            KeyEntry entry = make.apply(key);
            add(entry, entry);
            key.old().forEach(old -> show(entry, old));
            byId.put(key.id(), entry);
            return;
        }
        ApiKey before = present.settings().key;
        present.replace(key);
        if (!before.digest().equals(key.digest())) {
            replaceSecrets(present, before, key);
        }
    }

    // The new one first, so that there is none without any.
    private void replaceSecrets(KeyEntry entry, ApiKey before, ApiKey now) {
        add(new SecretEntry(now.digest()), entry);
        Set<KeyDigest> known = new HashSet<>();
        for (OldSecret old : now.old()) {
            show(entry, old);
            known.add(old.digest());
        }
        for (OldSecret old : before.old()) {
            if (!known.contains(old.digest())) {
                slots.forget(slots.find(old.digest()));
                forgotten++;
            }
        }
    }

    private void show(KeyEntry entry, OldSecret old) {
        int slot = slots.find(old.digest());
        SecretEntry secret = slot < 0 ? new SecretEntry(old.digest()) : slots.secret(slot);
        secret.worksUntil(old.untilMs());
        if (slot < 0) {
            add(secret, entry);
        }
    }

    private void add(SecretEntry secret, KeyEntry entry) {
        if (2 * (used + 1) > slots.size()) {
            used -= forgotten;
            forgotten = 0;
            KeySlots fresh = new KeySlots(slots.size() * (4 * used > slots.size() ? 2 : 1));
            fresh.insertAll(slots);
            slots = fresh;
        }
        slots.insert(secret, entry);
        used++;
    }

    /// A key at a service.
    public KeyService service(KeyEntry key, long serviceId, TimeSource time) {
        KeyService known = key.serviceOrNull(serviceId);
        if (known == null) {
            known = key.service(serviceId, time);
            showUsual(key);
        }
        return known;
    }

    /// Puts the key's usual service beside each of its secrets.
    private synchronized void showUsual(KeyEntry key) {
        KeyService usual = key.usual();
        ApiKey known = key.settings().key;
        if (usual != null) {
            showUsual(known.digest(), usual);
            known.old().forEach(old -> showUsual(old.digest(), usual));
        }
    }

    private void showUsual(KeyDigest digest, KeyService usual) {
        int slot = slots.find(digest);
        if (slot >= 0) {
            slots.setUsual(slot, usual);
        }
    }

    /// Calls the consumer with every key.
    public void forEach(Consumer<KeyEntry> consumer) {
        byId.values().forEach(consumer);
    }
}
