package io.weighbridge.backend.ledger;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Open holds by age in the journal and by when they end by themselves, on the monotonic clock. A
/// hold is in two chains, whose links stand in the hold itself ([Place]): each call adds and
/// removes one, and tables with nodes of their own would be half of what garbage collection has to
/// move. Owned by the ledger's writer.
final class HoldBook {
    private static final long BUCKET_MS = 250;

    /// Where a hold stands in the book. Owned by the ledger's writer.
    static class Place {
        // The chain by note in the journal; the sequence is 0 when it is in none.
        private long notedSequence;
        private @Nullable Place notedBefore;
        private @Nullable Place notedAfter;
        // The chain of its bucket; null when it is in none.
        private @Nullable Bucket bucket;
        private @Nullable Place before;
        private @Nullable Place after;
    }

    // Holds that end by themselves within the same span of time, in the order in which they came.
    private static final class Bucket {
        final long number;
        @Nullable Place first;
        @Nullable Place last;

        Bucket(long number) {
            this.number = number;
        }

        void add(Place hold) {
            hold.bucket = this;
            hold.before = last;
            if (last == null) {
                first = hold;
            } else {
                last.after = hold;
            }
            last = hold;
        }

        void remove(Place hold) {
            Place before = hold.before;
            Place after = hold.after;
            if (before == null) {
                first = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.before = before;
            }
            hold.bucket = null;
            hold.before = null;
            hold.after = null;
        }
    }

    // In the order of their last note in the journal.
    private @Nullable Place notedFirst;
    private @Nullable Place notedLast;
    private final Map<Long, Bucket> byEnd = new HashMap<>();
    // The bucket used last, a hint: most holds are opened for the same time.
    private @Nullable Bucket latest;
    private long nextBucket = Long.MIN_VALUE;

    /// A hold was noted in the journal, for the first time or again.
    ///
    /// @param sequence not below that of any note before, and above 0
    void noted(Place hold, long sequence, long endsAtMs) {
        forgetNote(hold);
        addNote(hold, sequence);
        endsAt(hold, endsAtMs);
    }

    private void addNote(Place hold, long sequence) {
        hold.notedSequence = sequence;
        hold.notedBefore = notedLast;
        if (notedLast == null) {
            notedFirst = hold;
        } else {
            notedLast.notedAfter = hold;
        }
        notedLast = hold;
    }

    private void forgetNote(Place hold) {
        if (hold.notedSequence == 0) {
            return;
        }
        Place before = hold.notedBefore;
        Place after = hold.notedAfter;
        if (before == null) {
            notedFirst = after;
        } else {
            before.notedAfter = after;
        }
        if (after == null) {
            notedLast = before;
        } else {
            after.notedBefore = before;
        }
        hold.notedSequence = 0;
        hold.notedBefore = null;
        hold.notedAfter = null;
    }

    /// A hold's end moved.
    void endsAt(Place hold, long endsAtMs) {
        long number = Math.floorDiv(endsAtMs, BUCKET_MS);
        Bucket old = hold.bucket;
        if (old != null) {
            if (old.number == number) {
                return;
            }
            remove(hold, old);
        }
        bucket(number).add(hold);
        if (nextBucket != Long.MIN_VALUE && number < nextBucket) {
            nextBucket = number;
        }
    }

    private Bucket bucket(long number) {
        Bucket bucket = latest;
        if (bucket == null || bucket.number != number) {
            bucket = byEnd.computeIfAbsent(number, Bucket::new);
            latest = bucket;
        }
        return bucket;
    }

    private void remove(Place hold, Bucket bucket) {
        bucket.remove(hold);
        if (bucket.first == null) {
            drop(bucket);
        }
    }

    private void drop(Bucket bucket) {
        byEnd.remove(bucket.number);
        if (latest == bucket) {
            latest = null;
        }
    }

    /// A hold ended.
    void ended(Place hold) {
        forgetNote(hold);
        Bucket bucket = hold.bucket;
        if (bucket != null) {
            remove(hold, bucket);
        }
    }

    boolean isEmpty() {
        return notedFirst == null;
    }

    /// Holds of the buckets that are over; which of them are really due the holds say. Each is
    /// found once, unless its end is set again.
    List<Hold> due(long nowMs) {
        long current = Math.floorDiv(nowMs, BUCKET_MS);
        List<Hold> due = new ArrayList<>();
        if (nextBucket == Long.MIN_VALUE || current - nextBucket > byEnd.size()) {
            // The first time, or after a long pause: look at the buckets there are.
            List<Bucket> over =
                    byEnd.values().stream().filter(bucket -> bucket.number < current).toList();
            over.forEach(bucket -> take(bucket, due));
        } else {
            for (long number = nextBucket; number < current; number++) {
                Bucket bucket = byEnd.get(number);
                if (bucket != null) {
                    take(bucket, due);
                }
            }
        }
        nextBucket = Math.max(nextBucket, current);
        return due;
    }

    private void take(Bucket bucket, List<Hold> due) {
        for (Place hold = bucket.first; hold != null; hold = bucket.first) {
            bucket.remove(hold);
            due.add((Hold) hold);
        }
        drop(bucket);
    }

    /// Holds whose last note is older than this, oldest first.
    List<Hold> notedBefore(long sequence) {
        List<Hold> old = new ArrayList<>();
        for (Place noted = notedFirst;
                noted != null && noted.notedSequence < sequence;
                noted = noted.notedAfter) {
            old.add((Hold) noted);
        }
        return old;
    }
}
