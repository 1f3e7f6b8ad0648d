package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Map;

/// Where rollups are read from, as far as they were folded.
public interface RollupStore {
    /// Sums by time, then by group.
    Page<Rollup> query(RollupQuery query, PageKey page);

    /// Sums by service, those of which there are any.
    List<Series> series(SeriesQuery query);

    /// What ratings told after the calls, by hour and service: where it was used. Hours and groups
    /// without any are left out.
    ///
    /// @param fromMs begin of the first hour
    /// @param toMs begin of the hour after the last
    /// @param byKey whether by account and key too
    List<MovedUnits> movedUnits(long fromMs, long toMs, boolean byKey);

    /// What was used in hours, by hour, then service; those without any are left out. Units that
    /// were told later are in the hour in which they were told: see [#movedUnits].
    ///
    /// @param fromMs begin of the first hour
    /// @param toMs begin of the hour after the last
    List<HourUse> hourUses(long fromMs, long toMs);

    /// How often anything was changed that [#hourUses] or [#movedUnits] tell of a day of UTC; of
    /// days that are not in it never.
    ///
    /// @param fromMs begin of the first day
    /// @param toMs begin of the day after the last
    Map<Long, Long> dayChanges(long fromMs, long toMs);

    /// Keys of tags that there are sums by.
    List<String> tagKeys();

    /// Makes all rollups anew from records, ratings and refunds, in one transaction: a crash leaves
    /// the old ones.
    Rebuilt rebuild();

    /// What a rebuild did. A row is one bucket of one account, key, service and subject, or one of
    /// its units.
    ///
    /// @param records read
    /// @param ratings read
    /// @param refunds read
    /// @param rows that there are now
    /// @param removed rows that were there before, but not or not the same now
    /// @param added rows that are there now, but were not or not the same before
    record Rebuilt(long records, long ratings, long refunds, long rows, long removed, long added) {}
}
