package io.weighbridge.backend.gate;

import io.weighbridge.backend.ledger.AccountState;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// The slots of a [KeyTable]: open addressing by digest. A slot is four neighbours in memory: the
/// key, its account, the key's service that it is used for first, and one that is free. So a
/// decision asks memory for all three at the same time, not for one after the other.
///
/// Safe for finding by any thread; written by one at a time.
final class KeySlots {
    private static final int WIDTH = 4;
    private static final int ACCOUNT = 1;
    private static final int USUAL = 2;

    private final AtomicReferenceArray<@Nullable Object> array;
    private final int mask;

    /// @param size a power of two
    KeySlots(int size) {
        this.array = new AtomicReferenceArray<>(size * WIDTH);
        this.mask = size - 1;
    }

    int size() {
        return mask + 1;
    }

    /// The slot of the key with this digest, -1 when there is none.
    int find(long a, long b, long c, long d) {
        // The digest is random: its low bits are as good as any hash.
        for (int place = (int) a & mask; ; place = (place + 1) & mask) {
            KeyEntry key = (KeyEntry) array.getAcquire(place * WIDTH);
            if (key == null) {
                return -1;
            }
            if (key.hasDigest(a, b, c, d)) {
                return place * WIDTH;
            }
        }
    }

    /// The key of a slot that was found.
    KeyEntry key(int slot) {
        return filled((KeyEntry) array.getPlain(slot));
    }

    /// That key's account.
    AccountState account(int slot) {
        return filled((AccountState) array.getPlain(slot + ACCOUNT));
    }

    private static <T> T filled(@Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("a slot that was not found");
        }
        return found;
    }

    /// That key's usual service, null before its first use.
    @Nullable KeyService usual(int slot) {
        return (KeyService) array.getAcquire(slot + USUAL);
    }

    void setUsual(int slot, KeyService service) {
        array.setRelease(slot + USUAL, service);
    }

    void insert(KeyEntry key) {
        int place = (int) key.a & mask;
        while (array.getPlain(place * WIDTH) != null) {
            place = (place + 1) & mask;
        }
        int slot = place * WIDTH;
        array.setPlain(slot + ACCOUNT, key.account);
        array.setPlain(slot + USUAL, key.usual());
        array.setRelease(slot, key);
    }
}
