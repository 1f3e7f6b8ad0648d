package io.weighbridge.console.feature.usage;

import io.weighbridge.console.text.Formats;

import java.time.Instant;
import java.time.format.DateTimeFormatter;

/// Hours across, services or accounts down. Only looks values up: they were calculated when they
/// were read.
final class HourGrid extends UsageGrid {
    private final HeatHours hours;
    private final HourAxis axis;
    private final HeatRows rows;

    HourGrid(HeatHours hours, HourAxis axis, HeatRows rows, HeatLook look, Formats formats) {
        super(look.measure(), formats);
        this.hours = hours;
        this.axis = axis;
        this.rows = rows;
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
        return formats().instant(hours.buckets().begin(column)).substring(0, 16);
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
    long[] parts(int column, int row) {
        return hours.parts(column, row);
    }

    @Override
    String columnCode(int column) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(hours.buckets().begin(column)).atZone(hours.buckets().zone()));
    }
}
