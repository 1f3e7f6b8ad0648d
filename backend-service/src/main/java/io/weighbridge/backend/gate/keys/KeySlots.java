package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.KeyDigest;
import io.weighbridge.backend.ledger.AccountState;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// The slots of a [KeyTable]: open addressing by digest, one slot for each secret. A slot is four
/// neighbours in memory: the secret, its key's account, the key's service that it is used for
/// first, and the key. So a decision asks memory for all of them at the same time, not for one
/// after the other.
///
/// Safe for finding by any thread; written by one at a time.
public final class KeySlots {
    private static final int WIDTH = 4;
    private static final int ACCOUNT = 1;
    private static final int USUAL = 2;
    private static final int KEY = 3;

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

    /// The slot of the secret with this digest, -1 when there is none.
    public int find(long a, long b, long c, long d) {
        // The digest is random: its low bits are as good as any hash.
        for (int place = (int) a & mask; ; place = (place + 1) & mask) {
            SecretEntry secret = (SecretEntry) array.getAcquire(place * WIDTH);
            if (secret == null) {
                return -1;
            }
            if (secret.hasDigest(a, b, c, d)) {
                return place * WIDTH;
            }
        }
    }

    /// The same.
    public int find(KeyDigest digest) {
        return find(digest.a(), digest.b(), digest.c(), digest.d());
    }

    /// The secret of a slot that was found.
    public SecretEntry secret(int slot) {
        return filled((SecretEntry) array.getPlain(slot));
    }

    /// The key of that secret.
    public KeyEntry key(int slot) {
        return filled((KeyEntry) array.getPlain(slot + KEY));
    }

    /// That key's account.
    public AccountState account(int slot) {
        return filled((AccountState) array.getPlain(slot + ACCOUNT));
    }

    private static <T> T filled(@Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("a slot that was not found");
        }
        return found;
    }

    /// That key's usual service, null before its first use.
    public @Nullable KeyService usual(int slot) {
        return (KeyService) array.getAcquire(slot + USUAL);
    }

    void setUsual(int slot, KeyService service) {
        array.setRelease(slot + USUAL, service);
    }

    void insert(SecretEntry secret, KeyEntry key) {
        int place = (int) secret.a & mask;
        while (array.getPlain(place * WIDTH) != null) {
            place = (place + 1) & mask;
        }
        int slot = place * WIDTH;
        array.setPlain(slot + ACCOUNT, key.account);
        array.setPlain(slot + USUAL, key.usual());
        array.setPlain(slot + KEY, key);
        array.setRelease(slot, secret);
    }

    /// Takes a secret out. Its slot is not used again, so that others behind it are still found and
    /// who just found it still has its key.
    void forget(int slot) {
        array.setRelease(slot, SecretEntry.FORGOTTEN);
    }

    /// Inserts all secrets that others hold.
    @SuppressWarnings("ReferenceEquality") // There is one of it.
    void insertAll(KeySlots others) {
        for (int slot = 0; slot < others.array.length(); slot += WIDTH) {
            SecretEntry secret = (SecretEntry) others.array.getPlain(slot);
            if (secret != null && secret != SecretEntry.FORGOTTEN) {
                insert(secret, others.key(slot));
            }
        }
    }
}
