package io.weighbridge.backend.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Open holds by age in the journal and by when they end by themselves, on the monotonic clock.
/// Owned by the ledger's writer.
final class HoldBook {
    private static final long BUCKET_MS = 250;

    // In the order of their last note in the journal, with that note's sequence.
    private final Map<Hold, Long> notedAt = new LinkedHashMap<>();
    private final Map<Long, Set<Hold>> byEnd = new HashMap<>();
    private final Map<Hold, Long> bucketOf = new HashMap<>();
    private long nextBucket = Long.MIN_VALUE;

    /// A hold was noted in the journal, for the first time or again.
    void noted(Hold hold, long sequence, long endsAtMs) {
        notedAt.remove(hold);
        notedAt.put(hold, sequence);
        endsAt(hold, endsAtMs);
    }

    /// A hold's end moved.
    void endsAt(Hold hold, long endsAtMs) {
        long bucket = Math.floorDiv(endsAtMs, BUCKET_MS);
        Long old = bucketOf.put(hold, bucket);
        if (old != null) {
            if (old == bucket) {
                return;
            }
            removeFrom(old, hold);
        }
        byEnd.computeIfAbsent(bucket, key -> new LinkedHashSet<>()).add(hold);
        if (nextBucket != Long.MIN_VALUE && bucket < nextBucket) {
            nextBucket = bucket;
        }
    }

    private void removeFrom(long bucket, Hold hold) {
        Set<Hold> holds = byEnd.get(bucket);
        if (holds != null && holds.remove(hold) && holds.isEmpty()) {
            byEnd.remove(bucket);
        }
    }

    /// A hold ended.
    void ended(Hold hold) {
        notedAt.remove(hold);
        Long bucket = bucketOf.remove(hold);
        if (bucket != null) {
            removeFrom(bucket, hold);
        }
    }

    boolean isEmpty() {
        return notedAt.isEmpty();
    }

    /// Holds of the buckets that are over; which of them are really due the holds say. Each is
    /// found once, unless its end is set again.
    List<Hold> due(long nowMs) {
        long current = Math.floorDiv(nowMs, BUCKET_MS);
        List<Hold> due = new ArrayList<>();
        if (nextBucket == Long.MIN_VALUE || current - nextBucket > byEnd.size()) {
            // The first time, or after a long pause: look at the buckets there are.
            for (Iterator<Map.Entry<Long, Set<Hold>>> buckets = byEnd.entrySet().iterator();
                    buckets.hasNext(); ) {
                Map.Entry<Long, Set<Hold>> bucket = buckets.next();
                if (bucket.getKey() < current) {
                    take(bucket.getValue(), due);
                    buckets.remove();
                }
            }
        } else {
            for (long bucket = nextBucket; bucket < current; bucket++) {
                Set<Hold> holds = byEnd.remove(bucket);
                if (holds != null) {
                    take(holds, due);
                }
            }
        }
        nextBucket = Math.max(nextBucket, current);
        return due;
    }

    private void take(Set<Hold> holds, List<Hold> due) {
        for (Hold hold : holds) {
            bucketOf.remove(hold);
            due.add(hold);
        }
    }

    /// Holds whose last note is older than this, oldest first.
    List<Hold> notedBefore(long sequence) {
        List<Hold> old = new ArrayList<>();
        for (Map.Entry<Hold, Long> noted : notedAt.entrySet()) {
            if (noted.getValue() >= sequence) {
                break;
            }
            old.add(noted.getKey());
        }
        return old;
    }
}
