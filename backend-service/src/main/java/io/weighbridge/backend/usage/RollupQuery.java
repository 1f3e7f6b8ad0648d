package io.weighbridge.backend.usage;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/// Which sums are asked for.
///
/// @param granularity length of the buckets
/// @param fromMs begin of the first bucket
/// @param toMs begin of the bucket after the last
/// @param groupBy what they are told apart by
/// @param accountId 0 for all
/// @param keyId 0 for all
/// @param serviceId 0 for all
/// @param subject empty for all
/// @param tag of which key, and of which value of it
/// @param zone whose days and hours the buckets are
public record RollupQuery(
        Granularity granularity,
        long fromMs,
        long toMs,
        Set<GroupBy> groupBy,
        long accountId,
        long keyId,
        long serviceId,
        String subject,
        TagFilter tag,
        ZoneId zone) {
    public RollupQuery {
        groupBy = Set.copyOf(groupBy);
    }

    /// The same of UTC.
    public RollupQuery(
            Granularity granularity,
            long fromMs,
            long toMs,
            Set<GroupBy> groupBy,
            long accountId,
            long keyId,
            long serviceId,
            String subject,
            TagFilter tag) {
        this(
                granularity,
                fromMs,
                toMs,
                groupBy,
                accountId,
                keyId,
                serviceId,
                subject,
                tag,
                ZoneOffset.UTC);
    }

    /// Where its buckets begin and end.
    ZoneBuckets buckets() {
        return new ZoneBuckets(granularity, zone);
    }

    /// The same with these instants.
    RollupQuery between(long newFromMs, long newToMs) {
        return new RollupQuery(
                granularity,
                newFromMs,
                newToMs,
                groupBy,
                accountId,
                keyId,
                serviceId,
                subject,
                tag,
                zone);
    }

    /// The same with other groups.
    RollupQuery by(Set<GroupBy> newGroups) {
        return new RollupQuery(
                granularity,
                fromMs,
                toMs,
                newGroups,
                accountId,
                keyId,
                serviceId,
                subject,
                tag,
                zone);
    }
}
