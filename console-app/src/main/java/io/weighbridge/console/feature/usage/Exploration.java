package io.weighbridge.console.feature.usage;

import io.weighbridge.proto.v1.Rollup;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

/// Sums of usage by bucket and group.
///
/// @param buckets of the time
/// @param level what the groups are
/// @param groups in no order
/// @param readUntilMs where reading stopped because there was too much; the end when it did not
record Exploration(Buckets buckets, Level level, List<Group> groups, long readUntilMs) {
    /// One account, key, service or subject. Grows while it is read, and is left alone afterwards.
    static final class Group {
        private final String id;
        private final Sums total = new Sums();
        private final @Nullable Sums[] byBucket;

        /// @param id empty for everything together, and for calls without a subject
        Group(String id, int buckets) {
            this.id = id;
            this.byBucket = new @Nullable Sums[buckets];
        }

        void add(int bucket, Rollup rollup) {
            total.add(rollup);
            Sums sums = byBucket[bucket];
            if (sums == null) {
                sums = new Sums();
                byBucket[bucket] = sums;
            }
            sums.add(rollup);
        }

        String id() {
            return id;
        }

        Sums total() {
            return total;
        }

        /// Of one bucket; null for nothing.
        @Nullable Sums in(int bucket) {
            return byBucket[bucket];
        }

        long at(int bucket, Measure measure) {
            Sums sums = byBucket[bucket];
            return sums == null ? 0 : sums.get(measure);
        }
    }

    boolean isPartial() {
        return readUntilMs < buckets.span().toMs();
    }

    /// Whether a bucket was read to its end; what is after it is unknown, not nothing.
    boolean isRead(int bucket) {
        return buckets.end(bucket) <= readUntilMs;
    }

    /// How many buckets were read to their end; they are the first ones.
    int bucketsRead() {
        int read = buckets.size();
        while (read > 0 && !isRead(read - 1)) {
            read--;
        }
        return read;
    }

    /// The groups, the largest first.
    List<Group> ordered(Measure measure) {
        return groups.stream()
                .sorted(
                        Comparator.comparingLong((Group group) -> group.total().get(measure))
                                .reversed()
                                .thenComparing(Group::id))
                .toList();
    }

    /// All groups together.
    Sums total() {
        Sums all = new Sums();
        groups.forEach(group -> all.add(group.total()));
        return all;
    }

    /// All groups together in one bucket.
    long at(int bucket, Measure measure) {
        long sum = 0;
        for (Group group : groups) {
            sum = Math.addExact(sum, group.at(bucket, measure));
        }
        return sum;
    }
}
