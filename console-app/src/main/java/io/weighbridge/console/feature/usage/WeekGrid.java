package io.weighbridge.console.feature.usage;

import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;

/// Days of the week down, hours of the day across: what the hours of the operator's zone sum up to.
/// Hours are those of UTC, as the service sums them: in a zone that is half an hour off they begin
/// at half past, and their names say so.
final class WeekGrid extends UsageGrid {
    private static final int HOURS = 24;
    private static final int DAYS = 7;
    private static final int WEEK = HOURS * DAYS;

    private final long[][] values = new long[DAYS][HOURS];
    // What those are made of.
    private final long[][][] parts;
    // How many hours each sum is of.
    private final int[][] counts = new int[DAYS][HOURS];
    // Of measured hours, of how many the margin is known, and of how many it is not.
    private final int[][] margins = new int[DAYS][HOURS];
    private final int[][] gaps = new int[DAYS][HOURS];
    private int minute;

    WeekGrid(HeatHours hours, Measure measure, Formats formats) {
        super(measure, formats);
        this.parts = new long[DAYS][HOURS][measure.parts().size()];
        Buckets buckets = hours.buckets();
        for (int i = 0; i < buckets.size(); i++) {
            ZonedDateTime at = Instant.ofEpochMilli(buckets.begin(i)).atZone(buckets.zone());
            minute = at.getMinute();
            if (hours.at(i, 0) != UNKNOWN) {
                int day = at.getDayOfWeek().getValue() - 1;
                add(measure, day, at.getHour(), hours.parts(i, 0));
            }
        }
        for (int day = 0; day < DAYS; day++) {
            for (int hour = 0; hour < HOURS; hour++) {
                values[day][hour] = measure.value(parts[day][hour]);
            }
        }
    }

    private void add(Measure measure, int day, int hour, long[] more) {
        long[] sums = parts[day][hour];
        long[] before = sums.clone();
        Arrays.setAll(sums, part -> Math.addExact(sums[part], more[part]));
        counts[day][hour]++;
        int gapsPart = measure.parts().indexOf(Measure.MEASURED_MARGIN_GAPS);
        if (gapsPart < 0 || more[measure.parts().indexOf(Measure.MEASURED_ROWS)] <= 0) {
            return;
        }
        boolean isGap = more[gapsPart] > 0;
        if (isGap) {
            int marginPart = measure.parts().indexOf(Measure.MEASURED_MARGIN);
            sums[marginPart] = before[marginPart];
        }
        gaps[day][hour] += isGap ? 1 : 0;
        margins[day][hour] += isGap ? 0 : 1;
        // The margin is that of the hours of which it is known, if there is one.
        sums[gapsPart] = margins[day][hour] > 0 ? 0 : gaps[day][hour];
    }

    /// The hours to sum up of a span. Of a week and longer, the hour that it begins within is left
    /// out: it would be counted beside the same hour of a later week, of which this week has only a
    /// part.
    static Buckets hours(Buckets whole, Span span) {
        return whole.size() > WEEK && whole.begin(0) < span.fromMs()
                ? Buckets.of(new Span(whole.begin(1), whole.span().toMs()), Step.HOUR, whole.zone())
                : whole;
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
        return counts[row][column] == 0 ? UNKNOWN : values[row][column];
    }

    @Override
    public String columnName(int column) {
        return time(column) + "–" + time((column + 1) % HOURS);
    }

    private String time(int hour) {
        return LocalTime.of(hour, minute).toString();
    }

    @Override
    public String columnMark(int column, int columnsShown) {
        if (column % 2 != 0) {
            return "";
        }
        return minute == 0 ? String.format(Locale.ROOT, "%02d", column) : time(column);
    }

    @Override
    public String rowName(int row) {
        return DayOfWeek.of(row + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    @Override
    public String note(int column, int row) {
        String sum = Texts.of("usage.heat.hours", formats().count(counts[row][column]));
        if (gaps[row][column] > 0 && margins[row][column] > 0) {
            int all = gaps[row][column] + margins[row][column];
            sum =
                    Texts.of(
                                    "usage.heat.margins",
                                    formats().count(margins[row][column]),
                                    formats().count(all))
                            + ", "
                            + sum;
        }
        String more = super.note(column, row);
        return more.isEmpty() ? sum : more + ", " + sum;
    }

    @Override
    public String unknown() {
        return Texts.of("usage.heat.outside");
    }

    @Override
    long[] parts(int column, int row) {
        return parts[row][column];
    }

    @Override
    String columnCode(int column) {
        return time(column);
    }
}
