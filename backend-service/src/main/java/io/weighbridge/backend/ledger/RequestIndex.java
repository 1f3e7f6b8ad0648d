package io.weighbridge.backend.ledger;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Open holds and recently ended requests by request id. Safe for sharing: 64 stripes, each guarded
/// by its own monitor; the entries are the nodes of the chains, so that adding one allocates
/// nothing.
final class RequestIndex {
    private static final int STRIPES = 64;
    private static final int STRIPE_BITS = 6;

    // Ids come from callers: with a secret factor nobody can aim at one bucket.
    private final long factor = ThreadLocalRandom.current().nextLong() | 1;
    private final Stripe[] stripes = new Stripe[STRIPES];

    RequestIndex() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    private static final class Stripe {
        private @Nullable RequestEntry[] table = new @Nullable RequestEntry[64];
        private int size;

        private static int slot(long hash, int length) {
            return (int) (hash >>> 32) & (length - 1);
        }

        @Nullable RequestEntry get(long hash, long hi, long lo) {
            RequestEntry entry = table[slot(hash, table.length)];
            while (entry != null && (entry.lo != lo || entry.hi != hi)) {
                entry = entry.next;
            }
            return entry;
        }

        void add(long hash, RequestEntry entry, RequestIndex index) {
            if (size >= table.length) {
                grow(index);
            }
            int slot = slot(hash, table.length);
            entry.next = table[slot];
            table[slot] = entry;
            size++;
        }

        private void grow(RequestIndex index) {
            @Nullable RequestEntry[] old = table;
            table = new @Nullable RequestEntry[old.length * 2];
            for (RequestEntry head : old) {
                RequestEntry entry = head;
                while (entry != null) {
                    RequestEntry rest = entry.next;
                    int slot = slot(index.hash(entry.lo), table.length);
                    entry.next = table[slot];
                    table[slot] = entry;
                    entry = rest;
                }
            }
        }

        boolean remove(long hash, RequestEntry wanted) {
            int slot = slot(hash, table.length);
            RequestEntry before = null;
            RequestEntry entry = table[slot];
            while (entry != null && entry != wanted) {
                before = entry;
                entry = entry.next;
            }
            if (entry == null) {
                return false;
            }
            if (before == null) {
                table[slot] = entry.next;
            } else {
                before.next = entry.next;
            }
            entry.next = null;
            size--;
            return true;
        }
    }

    private long hash(long lo) {
        long mixed = (lo ^ (lo >>> 29)) * factor;
        return mixed ^ (mixed >>> 32);
    }

    private Stripe stripe(long hash) {
        return stripes[(int) hash & ((1 << STRIPE_BITS) - 1)];
    }

    /// The entry of an id, or null.
    @Nullable RequestEntry get(long hi, long lo) {
        long hash = hash(lo);
        Stripe stripe = stripe(hash);
        synchronized (stripe) {
            return stripe.get(hash, hi, lo);
        }
    }

    /// Adds an entry unless its id has one.
    ///
    /// @return the entry that was there, or null when this one was added
    @Nullable RequestEntry putIfAbsent(RequestEntry entry) {
        long hash = hash(entry.lo);
        Stripe stripe = stripe(hash);
        synchronized (stripe) {
            RequestEntry present = stripe.get(hash, entry.hi, entry.lo);
            if (present == null) {
                stripe.add(hash, entry, this);
            }
            return present;
        }
    }

    /// Adds an entry in the place of the one that its id has, if any.
    void put(RequestEntry entry) {
        long hash = hash(entry.lo);
        Stripe stripe = stripe(hash);
        synchronized (stripe) {
            RequestEntry present = stripe.get(hash, entry.hi, entry.lo);
            if (present != null) {
                stripe.remove(hash, present);
            }
            stripe.add(hash, entry, this);
        }
    }

    /// Removes this very entry; nothing when it is not there.
    void remove(RequestEntry entry) {
        long hash = hash(entry.lo);
        Stripe stripe = stripe(hash);
        synchronized (stripe) {
            stripe.remove(hash, entry);
        }
    }

    /// All open holds, in no order; one stripe at a time, so not one instant.
    List<Hold> holds() {
        List<Hold> holds = new ArrayList<>();
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                for (RequestEntry head : stripe.table) {
                    for (RequestEntry entry = head; entry != null; entry = entry.next) {
                        if (entry instanceof Hold hold) {
                            holds.add(hold);
                        }
                    }
                }
            }
        }
        return holds;
    }
}
