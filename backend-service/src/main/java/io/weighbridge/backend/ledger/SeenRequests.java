package io.weighbridge.backend.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Request ids that were admitted in the recent past, so that none is admitted twice. Ids carry
/// their time and are refused when it is too long ago, so a set for each short span of id time is
/// enough, and old sets are dropped whole. Safe for sharing: each set is guarded by its
/// monitor.
///
/// An id is kept as 64 bits mixed with a secret: two different ids look the same once in some
/// hundred years at 100,000 a second, and then one of them is refused, never admitted twice.
final class SeenRequests {
    // A bucket is 16 ms: small enough that its table stays in the processor's cache.
    private static final int BUCKET_SHIFT = 4;

    private final Map<Long, Bucket> buckets = new ConcurrentHashMap<>();
    private final long secret = ThreadLocalRandom.current().nextLong() | 1;
    // The bucket used last, a hint that may be stale: nearly every id is of the present span.
    private volatile Bucket latest = new Bucket(Long.MIN_VALUE, 0);

    private volatile long forgottenBeforeMs;
    // What is known again of the time before; empty unless the clock was set back.
    private volatile Span again = Span.NONE;

    /// A span of ids' own time.
    private record Span(long fromMs, long untilMs) {
        static final Span NONE = new Span(0, 0);

        boolean holds(long atMs) {
            return atMs >= fromMs && atMs < untilMs;
        }
    }

    private static final class Bucket {
        private static final int SMALLEST = 16;
        private static final int LARGEST_AT_FIRST = 1 << 16;

        private final long span;
        // Open addressing, at most two thirds full; 0 is free.
        private long[] table;
        // Guarded by the monitor; as a guess for the next bucket also read without it.
        private int size;

        /// @param expected how many ids will come, a guess
        Bucket(long span, int expected) {
            this.span = span;
            int length = Math.clamp(2L * expected, SMALLEST, LARGEST_AT_FIRST);
            this.table = new long[Integer.highestOneBit(length - 1) << 1];
        }

        private static int slot(long print, long[] table) {
            return (int) (print >>> 32) & (table.length - 1);
        }

        synchronized boolean add(long print) {
            int slot = slot(print, table);
            while (table[slot] != 0) {
                if (table[slot] == print) {
                    return false;
                }
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = print;
            if (++size * 3 > table.length * 2) {
                grow();
            }
            return true;
        }

        private void grow() {
            long[] old = table;
            table = new long[old.length * 2];
            for (long print : old) {
                if (print != 0) {
                    insert(print);
                }
            }
        }

        private void insert(long print) {
            int slot = slot(print, table);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = print;
        }

        // Rare: the cluster behind the gap is put in anew, so that no search stops at it too early.
        synchronized void remove(long print) {
            int slot = slot(print, table);
            while (table[slot] != print) {
                if (table[slot] == 0) {
                    return;
                }
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = 0;
            size--;
            int next = (slot + 1) & (table.length - 1);
            while (table[next] != 0) {
                long moved = table[next];
                table[next] = 0;
                insert(moved);
                next = (next + 1) & (table.length - 1);
            }
        }
    }

    private Bucket bucket(long hi) {
        long span = hi >>> (16 + BUCKET_SHIFT);
        Bucket bucket = latest;
        if (bucket.span != span) {
            bucket = openBucket(span, bucket.size);
            latest = bucket;
        }
        return bucket;
    }

    // The traffic of one span is much like that of the span before.
    private Bucket openBucket(long span, int expected) {
        return buckets.computeIfAbsent(span, missing -> new Bucket(missing, expected));
    }

    // MurmurHash3's finisher over both halves; never 0.
    private long print(long hi, long lo) {
        long mixed = (hi * secret) ^ lo;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return mixed == 0 ? 1 : mixed;
    }

    /// Adds an id.
    ///
    /// @return false when it was there, or is so old that this is not known any more
    boolean add(long hi, long lo) {
        long atMs = hi >>> 16;
        return (atMs >= forgottenBeforeMs || again.holds(atMs)) && bucket(hi).add(print(hi, lo));
    }

    /// Remembers an id that was forgotten. It counts once [#knowAgain] says so.
    void remember(long hi, long lo) {
        bucket(hi).add(print(hi, lo));
    }

    /// From where on ids are not known that are due by then; `untilMs` when all are.
    ///
    /// @param fromMs ids that are older are too old by now
    long unknownFromMs(long fromMs, long untilMs) {
        if (fromMs >= forgottenBeforeMs) {
            return untilMs;
        }
        long from = again.holds(fromMs) ? again.untilMs : fromMs;
        return Math.min(from, untilMs);
    }

    /// All ids of a span are remembered again.
    void knowAgain(long fromMs, long untilMs) {
        Span before = again;
        Span now = new Span(before.untilMs == fromMs ? before.fromMs : fromMs, untilMs);
        again = now;
        if (untilMs >= forgottenBeforeMs) {
            forgottenBeforeMs = now.fromMs;
            again = Span.NONE;
        }
    }

    /// Takes back an id that was not admitted after all.
    void remove(long hi, long lo) {
        bucket(hi).remove(print(hi, lo));
    }

    /// Drops ids whose own time is before this.
    void forgetBefore(long atMs) {
        // Does not fall by itself when the clock is set back.
        forgottenBeforeMs = Math.max(forgottenBeforeMs, atMs);
        if (again.untilMs <= atMs) {
            again = Span.NONE;
        } else if (again.fromMs < atMs) {
            again = new Span(atMs, again.untilMs);
        }
        if (buckets.keySet().removeIf(span -> (span + 1) << BUCKET_SHIFT <= atMs)) {
            // What is remembered later of the same time must not go into one that is gone.
            latest = new Bucket(Long.MIN_VALUE, 0);
        }
    }
}
