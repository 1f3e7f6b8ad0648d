package io.weighbridge.backend.usage.refusals;

import io.weighbridge.backend.usage.Granularity;
import io.weighbridge.backend.usage.ZoneBuckets;
import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.Set;

/// Which sums of refused calls are asked for.
///
/// @param granularity length of the buckets: hours or days
/// @param fromMs begin of the first bucket
/// @param toMs begin of the bucket after the last
/// @param groupBy what they are told apart by
/// @param accountId empty for all; 0 for those without one
/// @param serviceId empty for all; 0 for those without one
/// @param reason null for all
/// @param zone whose days and hours the buckets are
public record RefusalQuery(
        Granularity granularity,
        long fromMs,
        long toMs,
        Set<RefusalGroupBy> groupBy,
        OptionalLong accountId,
        OptionalLong serviceId,
        @Nullable RefusalReason reason,
        ZoneId zone) {
    public RefusalQuery {
        groupBy = Set.copyOf(groupBy);
    }

    /// The same of UTC.
    RefusalQuery(
            Granularity granularity,
            long fromMs,
            long toMs,
            Set<RefusalGroupBy> groupBy,
            OptionalLong accountId,
            OptionalLong serviceId,
            @Nullable RefusalReason reason) {
        this(granularity, fromMs, toMs, groupBy, accountId, serviceId, reason, ZoneOffset.UTC);
    }

    /// Where its buckets begin and end.
    ZoneBuckets buckets() {
        return new ZoneBuckets(granularity, zone);
    }

    RefusalQuery within(Set<RefusalGroupBy> groups, long newFromMs, long newToMs) {
        return new RefusalQuery(
                granularity, newFromMs, newToMs, groups, accountId, serviceId, reason, zone);
    }
}
