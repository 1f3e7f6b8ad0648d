package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.CellCost;
import io.weighbridge.console.feature.usage.ask.HeatShape;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.RefusalDrill;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.text.Formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// What the screen shows of a heat map: made before it reaches the screen.
///
/// @param foremost the highest cells, in order; of margins the lowest ones
record HeatPage(
        HeatLook look, HeatRows rows, HeatHours hours, UsageGrid grid, List<Cell> foremost) {
    private static final int FOREMOST = 500;

    /// A cell in words.
    ///
    /// @param parts what its value is made of
    record Cell(int column, int row, String when, String what, long value, List<Long> parts) {
        CellCost cost() {
            return CellCost.of(parts.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private record Place(int column, int row, long value) {}

    static HeatPage of(
            HeatLook look, HeatRows rows, HeatHours hours, HourAxis axis, Formats formats) {
        UsageGrid grid =
                look.level() == Level.NONE
                        ? new WeekGrid(hours, look.measure(), formats)
                        : new HourGrid(hours, axis, rows, look, formats);
        return new HeatPage(look, rows, hours, grid, foremost(grid));
    }

    private static List<Cell> foremost(UsageGrid grid) {
        boolean isLowest = grid.scale().isDiverging();
        Comparator<Place> order = Comparator.comparingLong(Place::value);
        Comparator<Place> last = isLowest ? order.reversed() : order;
        PriorityQueue<Place> best = new PriorityQueue<>(FOREMOST + 1, last);
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                long value = grid.value(column, row);
                boolean isShown = isLowest ? HeatGrid.isValue(value) : value > 0;
                if (isShown && isRoom(best, isLowest, value)) {
                    best.add(new Place(column, row, value));
                    if (best.size() > FOREMOST) {
                        best.remove();
                    }
                }
            }
        }
        List<Place> ordered = new ArrayList<>(best);
        ordered.sort(last.reversed());
        return ordered.stream().map(place -> cell(grid, place)).toList();
    }

    // Of many cells few have: nothing is made of the others.
    private static boolean isRoom(PriorityQueue<Place> best, boolean isLowest, long value) {
        if (best.size() < FOREMOST) {
            return true;
        }
        long last = best.element().value();
        return isLowest ? value < last : value > last;
    }

    private static Cell cell(UsageGrid grid, Place at) {
        return new Cell(
                at.column(),
                at.row(),
                grid.columnName(at.column()),
                grid.rowName(at.row()),
                at.value(),
                Arrays.stream(grid.parts(at.column(), at.row())).boxed().toList());
    }

    /// What a row is, for programs; empty for all others, and where rows are days.
    String rowId(int row) {
        return look.level() == Level.NONE || rows.isRest(row) ? "" : rows.ids().get(row);
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
            return query.with(look.measure().isGpu() ? HeatShape.HOUR_GPU : HeatShape.HOUR_SERVICE);
        }
        UsageFilter filter =
                rows.isRest(row) || look.level() == Level.GPU
                        ? query.filter()
                        : query.filter().with(look.level(), rows.ids().get(row));
        Buckets buckets = hours.buckets();
        return query.with(UsageQuery.Tab.RECORDS)
                .with(filter)
                .with(TimeRange.own(new Span(buckets.begin(column), buckets.end(column))));
    }
}
