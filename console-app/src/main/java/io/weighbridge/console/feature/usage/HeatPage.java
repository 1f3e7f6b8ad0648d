package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.text.Formats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// What the screen shows of a heat map: made before it reaches the screen.
///
/// @param highest the highest cells, in order
record HeatPage(HeatLook look, HeatRows rows, HeatHours hours, HeatGrid grid, List<Cell> highest) {
    private static final int HIGHEST = 500;

    /// A cell in words.
    record Cell(int column, int row, String when, String what, long value) {}

    private record Place(int column, int row, long value) {}

    static HeatPage of(
            HeatLook look, HeatRows rows, HeatHours hours, HourAxis axis, Formats formats) {
        HeatGrid grid =
                look.level() == Level.NONE
                        ? new WeekGrid(hours, look.measure(), formats)
                        : new HourGrid(hours, axis, rows, look, formats);
        return new HeatPage(look, rows, hours, grid, highest(grid));
    }

    private static List<Cell> highest(HeatGrid grid) {
        PriorityQueue<Place> best =
                new PriorityQueue<>(HIGHEST + 1, Comparator.comparingLong(Place::value));
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                long value = grid.value(column, row);
                if (value > 0 && (best.size() < HIGHEST || value > best.element().value())) {
                    best.add(new Place(column, row, value));
                    if (best.size() > HIGHEST) {
                        best.remove();
                    }
                }
            }
        }
        List<Place> ordered = new ArrayList<>(best);
        ordered.sort(Comparator.comparingLong(Place::value).reversed());
        return ordered.stream()
                .map(
                        place ->
                                new Cell(
                                        place.column(),
                                        place.row(),
                                        grid.columnName(place.column()),
                                        grid.rowName(place.row()),
                                        place.value()))
                .toList();
    }

    /// Where a cell leads to; empty where nothing more is known of it.
    Optional<Address> leadsTo(UsageQuery query, int column, int row) {
        if (look.measure() != Measure.REFUSALS || look.level() == Level.NONE) {
            return Optional.of(drill(query, column, row).address());
        }
        if (!rows.isRest(row)) {
            return RefusalDrill.of(query, look.level(), rows.ids().get(row));
        }
        return look.level() == Level.SERVICE
                ? RefusalDrill.of(query, Level.NONE, "")
                : Optional.empty();
    }

    /// Where a cell of usage leads to: the records of that hour, or, from a cell that stands for
    /// many, the map of hours.
    UsageQuery drill(UsageQuery query, int column, int row) {
        if (look.level() == Level.NONE) {
            return query.with(HeatShape.HOUR_SERVICE);
        }
        UsageFilter filter =
                rows.isRest(row)
                        ? query.filter()
                        : query.filter().with(look.level(), rows.ids().get(row));
        Buckets buckets = hours.buckets();
        return query.with(UsageQuery.Tab.RECORDS)
                .with(filter)
                .with(TimeRange.own(new Span(buckets.begin(column), buckets.end(column))));
    }
}
