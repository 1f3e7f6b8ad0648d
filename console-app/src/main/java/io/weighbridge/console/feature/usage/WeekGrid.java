package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/// Days of the week down, hours of the day across: what the hours of the operator's zone sum up to.
final class WeekGrid implements HeatGrid {
    private static final int HOURS = 24;
    private static final int DAYS = 7;

    private final Measure measure;
    private final Formats formats;
    private final long[][] values = new long[DAYS][HOURS];

    WeekGrid(List<Exploration> pieces, Measure measure, Formats formats) {
        this.measure = measure;
        this.formats = formats;
        for (Exploration piece : pieces) {
            Buckets hours = piece.buckets();
            for (int i = 0; i < hours.size(); i++) {
                ZonedDateTime at = Instant.ofEpochMilli(hours.begin(i)).atZone(hours.zone());
                long[] day = values[at.getDayOfWeek().getValue() - 1];
                day[at.getHour()] = Math.addExact(day[at.getHour()], piece.at(i, measure));
            }
        }
    }

    @Override
    public int columns() {
        return HOURS;
    }

    @Override
    public int rows() {
        return DAYS;
    }

    @Override
    public long value(int column, int row) {
        return values[row][column];
    }

    @Override
    public String columnName(int column) {
        return String.format(Locale.ROOT, "%02d:00–%02d:00", column, column + 1);
    }

    @Override
    public String columnMark(int column, int columnsShown) {
        return column % 2 == 0 ? String.format(Locale.ROOT, "%02d", column) : "";
    }

    @Override
    public String rowName(int row) {
        return DayOfWeek.of(row + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    @Override
    public String exact(long value) {
        return measure.exact(value, formats) + " " + Texts.of("usage.measure." + measure.word());
    }

    @Override
    public String brief(long value) {
        return measure.brief(value, formats);
    }
}
