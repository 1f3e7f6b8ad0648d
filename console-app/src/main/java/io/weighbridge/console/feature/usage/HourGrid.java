package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.text.Formats;

/// Hours across, services or accounts down. Only looks values up: they were calculated when they
/// were read.
final class HourGrid implements HeatGrid {
    private final HeatHours hours;
    private final HourAxis axis;
    private final HeatRows rows;
    private final HeatLook look;
    private final Formats formats;

    HourGrid(HeatHours hours, HourAxis axis, HeatRows rows, HeatLook look, Formats formats) {
        this.hours = hours;
        this.axis = axis;
        this.rows = rows;
        this.look = look;
        this.formats = formats;
    }

    @Override
    public int columns() {
        return hours.buckets().size();
    }

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public long value(int column, int row) {
        return hours.at(column, row);
    }

    @Override
    public String columnName(int column) {
        return formats.instant(hours.buckets().begin(column)).substring(0, 16);
    }

    @Override
    public String columnMark(int column, int columnsShown) {
        return axis.mark(column, columnsShown);
    }

    @Override
    public String rowName(int row) {
        return rows.names().get(row);
    }

    @Override
    public String exact(long value) {
        return look.measure().named(value, formats);
    }

    @Override
    public String brief(long value) {
        return look.measure().brief(value, formats);
    }
}
