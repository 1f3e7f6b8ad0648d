package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.KeyDigest;

/// One secret of a key, by its digest, and until when it works. The first that is seen of a key is
/// its [KeyEntry] itself, so that a key that is not rotated needs no object more. Safe for sharing.
public class SecretEntry {
    /// Stands where a secret was that nobody needs to know of any more: no text has this digest.
    /// Who just found what was there sees a secret that ended.
    static final SecretEntry FORGOTTEN = new SecretEntry(new KeyDigest(0, 0, 0, 0));

    static {
        FORGOTTEN.worksUntil(Long.MIN_VALUE);
    }

    final long a;
    final long b;
    final long c;
    final long d;
    // Long.MAX_VALUE for the present secret.
    private volatile long untilMs = Long.MAX_VALUE;

    SecretEntry(KeyDigest digest) {
        this.a = digest.a();
        this.b = digest.b();
        this.c = digest.c();
        this.d = digest.d();
    }

    /// All 256 bits, without an early exit.
    final boolean hasDigest(long otherA, long otherB, long otherC, long otherD) {
        return ((a ^ otherA) | (b ^ otherB) | (c ^ otherC) | (d ^ otherD)) == 0;
    }

    /// From this instant on it is refused.
    public final long untilMs() {
        return untilMs;
    }

    final void worksUntil(long atMs) {
        untilMs = atMs;
    }
}
