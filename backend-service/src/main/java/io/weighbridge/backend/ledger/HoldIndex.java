package io.weighbridge.backend.ledger;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Open holds by request id. Safe for sharing: 64 stripes, each guarded by its own monitor; the
/// holds are the nodes of the chains, so that adding one allocates nothing.
final class HoldIndex {
    private static final int STRIPES = 64;

    // Ids come from callers: with a secret factor nobody can aim at one bucket.
    private final long factor = ThreadLocalRandom.current().nextLong() | 1;
    private final Stripe[] stripes = new Stripe[STRIPES];

    HoldIndex() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    private static final class Stripe {
        private static final int SMALLEST = 64;

        private @Nullable Hold[] table = new @Nullable Hold[SMALLEST];
        private int size;

        private static int slot(long hash, int length) {
            return (int) (hash >>> 32) & (length - 1);
        }

        synchronized @Nullable Hold get(long hash, long hi, long lo) {
            Hold hold = table[slot(hash, table.length)];
            while (hold != null && (hold.lo() != lo || hold.hi() != hi)) {
                hold = hold.nextInIndex;
            }
            return hold;
        }

        synchronized void add(long hash, Hold hold, HoldIndex index) {
            if (size >= table.length) {
                grow(index);
            }
            link(slot(hash, table.length), hold);
            size++;
        }

        private void link(int slot, Hold hold) {
            hold.nextInIndex = table[slot];
            table[slot] = hold;
        }

        private void grow(HoldIndex index) {
            @Nullable Hold[] old = table;
            table = new @Nullable Hold[old.length * 2];
            for (Hold head : old) {
                Hold hold = head;
                while (hold != null) {
                    Hold rest = hold.nextInIndex;
                    link(slot(index.hash(hold.lo()), table.length), hold);
                    hold = rest;
                }
            }
        }

        synchronized void remove(long hash, Hold wanted) {
            int slot = slot(hash, table.length);
            Hold before = null;
            Hold hold = table[slot];
            while (hold != null && hold != wanted) {
                before = hold;
                hold = hold.nextInIndex;
            }
            if (hold == null) {
                return;
            }
            if (before == null) {
                table[slot] = hold.nextInIndex;
            } else {
                before.nextInIndex = hold.nextInIndex;
            }
            hold.nextInIndex = null;
            size--;
        }

        synchronized int size() {
            return size;
        }

        synchronized void addTo(List<Hold> holds) {
            for (Hold head : table) {
                for (Hold hold = head; hold != null; hold = hold.nextInIndex) {
                    holds.add(hold);
                }
            }
        }
    }

    private long hash(long lo) {
        long mixed = (lo ^ (lo >>> 29)) * factor;
        return mixed ^ (mixed >>> 32);
    }

    private Stripe stripe(long hash) {
        return stripes[(int) hash & (STRIPES - 1)];
    }

    /// The open hold of an id, or null.
    @Nullable Hold get(long hi, long lo) {
        long hash = hash(lo);
        return stripe(hash).get(hash, hi, lo);
    }

    /// Adds a hold, whose id has none.
    void add(Hold hold) {
        long hash = hash(hold.lo());
        stripe(hash).add(hash, hold, this);
    }

    /// Removes this very hold; nothing when it is not there.
    void remove(Hold hold) {
        long hash = hash(hold.lo());
        stripe(hash).remove(hash, hold);
    }

    /// How many there are; one stripe at a time.
    int size() {
        int size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /// All open holds, in no order; one stripe at a time, so not one instant.
    List<Hold> holds() {
        List<Hold> holds = new ArrayList<>();
        for (Stripe stripe : stripes) {
            stripe.addTo(holds);
        }
        return holds;
    }
}
