package io.weighbridge.console.feature.live;

import io.weighbridge.proto.v1.LiveTotals;

import java.util.List;

/// What was told since it was asked for last.
///
/// @param whole whether `rows` is all there is
/// @param rows the newest of each key that changed
/// @param totals the newest
/// @param atMs instant of the newest, by the service's clock
record LiveChanges(boolean whole, List<LiveRow> rows, LiveTotals totals, long atMs) {
    LiveChanges {
        rows = List.copyOf(rows);
    }
}
