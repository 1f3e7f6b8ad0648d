package io.weighbridge.backend.usage;

import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

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
public record RefusalQuery(
        Granularity granularity,
        long fromMs,
        long toMs,
        Set<RefusalGroupBy> groupBy,
        OptionalLong accountId,
        OptionalLong serviceId,
        @Nullable RefusalReason reason) {
    public RefusalQuery {
        groupBy = Set.copyOf(groupBy);
    }

    RefusalQuery within(Set<RefusalGroupBy> groups, long newFromMs, long newToMs) {
        return new RefusalQuery(
                granularity, newFromMs, newToMs, groups, accountId, serviceId, reason);
    }
}
