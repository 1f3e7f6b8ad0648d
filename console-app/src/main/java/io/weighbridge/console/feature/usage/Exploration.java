package io.weighbridge.console.feature.usage;

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
    /// One account, key, service or subject.
    ///
    /// @param id empty for everything together, and for calls without a subject
    record Group(String id, Sums total, @Nullable Sums[] byBucket) {
        long at(int bucket, Measure measure) {
            Sums sums = byBucket[bucket];
            return sums == null ? 0 : sums.get(measure);
        }
    }

    boolean isPartial() {
        return readUntilMs < buckets.span().toMs();
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
