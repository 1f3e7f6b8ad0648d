package io.weighbridge.console.feature.usage.sums;

import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

/// Sums of usage by bucket and group.
///
/// @param buckets of the time
/// @param level what the groups are
/// @param groups in no order
/// @param together all groups as one
/// @param readUntilMs before it nothing is missing; the end when all was read
/// @param rest where begins what was not read yet; empty where nothing was read, null where
///     everything was
public record Exploration(
        Buckets buckets,
        Level level,
        List<Group> groups,
        Group together,
        long readUntilMs,
        @Nullable String rest) {
    /// One account, key, service or subject. Grows while it is read, and is left alone afterwards.
    public static final class Group {
        private final String id;
        private final Sums total = new Sums();
        private final @Nullable Sums[] byBucket;

        /// @param id empty for everything together, and for calls without a subject
        Group(String id, int buckets) {
            this.id = id;
            this.byBucket = new @Nullable Sums[buckets];
        }

        /// One that grows on from another.
        Group(Group before) {
            this(before.id, before.byBucket.length);
            total.add(before.total);
            for (int i = 0; i < byBucket.length; i++) {
                Sums sums = before.byBucket[i];
                if (sums != null) {
                    Sums own = new Sums();
                    own.add(sums);
                    byBucket[i] = own;
                }
            }
        }

        void add(int bucket, SumRow row) {
            total.add(row.amounts());
            Sums sums = byBucket[bucket];
            if (sums == null) {
                sums = new Sums();
                byBucket[bucket] = sums;
            }
            sums.add(row.amounts());
        }

        public String id() {
            return id;
        }

        public Sums total() {
            return total;
        }

        /// Of one bucket; null for nothing.
        public @Nullable Sums in(int bucket) {
            return byBucket[bucket];
        }

        public long at(int bucket, Measure measure) {
            Sums sums = byBucket[bucket];
            return sums == null ? 0 : sums.get(measure);
        }
    }

    /// Nothing of these buckets yet.
    public static Exploration unread(Buckets buckets, Level level) {
        return new Exploration(
                buckets,
                level,
                List.of(),
                new Group("", buckets.size()),
                buckets.span().fromMs(),
                "");
    }

    public boolean isPartial() {
        return rest != null;
    }

    /// Whether a bucket was read to its end; what is after it is unknown, not nothing.
    public boolean isRead(int bucket) {
        return buckets.end(bucket) <= readUntilMs;
    }

    /// How many buckets were read to their end; they are the first ones.
    public int bucketsRead() {
        int read = buckets.size();
        while (read > 0 && !isRead(read - 1)) {
            read--;
        }
        return read;
    }

    /// The groups, the largest first. Sorts: for a background lane.
    public List<Group> ordered(Measure measure) {
        return groups.stream()
                .sorted(
                        Comparator.comparingLong((Group group) -> group.total().get(measure))
                                .reversed()
                                .thenComparing(Group::id))
                .toList();
    }

    /// All groups together.
    public Sums total() {
        return together.total();
    }

    /// All groups together in one bucket.
    public long at(int bucket, Measure measure) {
        return together.at(bucket, measure);
    }
}
