package io.weighbridge.console.feature.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.feature.usage.ask.Buckets;
import io.weighbridge.console.feature.usage.ask.CellCost;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.Step;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.text.Formats;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;

/// What the hours of a week are sums of.
final class WeekGridTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    // Within an hour, a Wednesday.
    private static final long NOW = Instant.parse("2026-11-25T10:28:30Z").toEpochMilli();

    private static Formats formats(ZoneId zone) {
        return new Formats(InstantSource.system(), zone, "$");
    }

    // One call an hour.
    private static WeekGrid grid(TimeRange.Kind range, ZoneId zone) {
        Span span = TimeRange.of(range).span(NOW, zone);
        Buckets hours = WeekGrid.hours(Buckets.of(span, Step.HOUR, zone), span);
        HeatHours read = HeatHours.unread(hours);
        for (int piece = 0; piece < read.pieces(); piece++) {
            long[][][] ones = new long[1][1][read.hours(piece).size()];
            Arrays.fill(ones[0][0], 1);
            read = read.with(piece, Measure.CALLS, HeatRows.everything(hours), ones);
        }
        return new WeekGrid(read, Measure.CALLS, formats(zone));
    }

    @Test
    void shouldCountTheBegunHourOnce() {
        WeekGrid week = grid(TimeRange.Kind.DAYS_7, BERLIN);
        for (int day = 0; day < 7; day++) {
            for (int hour = 0; hour < 24; hour++) {
                assertEquals(1, week.value(hour, day), day + ":" + hour);
            }
        }
    }

    @Test
    void shouldSayOfHowManyHoursASumIs() {
        WeekGrid month = grid(TimeRange.Kind.DAYS_30, BERLIN);
        long sum = 0;
        for (int day = 0; day < 7; day++) {
            for (int hour = 0; hour < 24; hour++) {
                sum += month.value(hour, day);
                assertTrue(month.note(hour, day).contains(" " + month.value(hour, day) + " h"));
            }
        }
        assertEquals(30 * 24, sum);
    }

    @Test
    void shouldKeepAShortTimeWhole() {
        WeekGrid hour = grid(TimeRange.Kind.HOUR, BERLIN);
        assertEquals(1, hour.value(10, 2));
        assertEquals(1, hour.value(11, 2));
        assertEquals(HeatGrid.UNKNOWN, hour.value(12, 2));
    }

    @Test
    void shouldNameHoursAsTheyAreWhereTheyBeginAtHalfPast() {
        WeekGrid kolkata = grid(TimeRange.Kind.DAYS_7, ZoneId.of("Asia/Kolkata"));
        assertEquals("00:30–01:30", kolkata.columnName(0));
        assertEquals("23:30–00:30", kolkata.columnName(23));
        assertEquals(
                "00:45–01:45",
                grid(TimeRange.Kind.DAYS_7, ZoneId.of("Asia/Kathmandu")).columnName(0));
        assertEquals("23:00–00:00", grid(TimeRange.Kind.DAYS_7, BERLIN).columnName(23));
    }

    @Test
    void shouldSumWhatIsKnownOfCostsAndLeaveGaps() {
        Span span = TimeRange.of(TimeRange.Kind.DAYS_30).span(NOW, BERLIN);
        Buckets hours = WeekGrid.hours(Buckets.of(span, Step.HOUR, BERLIN), span);
        HeatHours read = HeatHours.unread(hours);
        for (int piece = 0; piece < read.pieces(); piece++) {
            int size = read.hours(piece).size();
            long[][][] parts = new long[4][1][size];
            for (int hour = 0; hour < size; hour++) {
                ZonedDateTime at =
                        Instant.ofEpochMilli(read.hours(piece).begin(hour)).atZone(BERLIN);
                // From six on there are calls, from twelve on their cost is known.
                parts[0][0][hour] = at.getHour() < 6 ? 0 : 2;
                boolean isKnown = at.getHour() >= 12;
                parts[1][0][hour] = isKnown ? 1 : 0;
                parts[2][0][hour] = isKnown ? 30 : 0;
                parts[3][0][hour] = isKnown ? 20 : 0;
            }
            read = read.with(piece, Measure.MARGIN, HeatRows.everything(hours), parts);
        }
        WeekGrid week = new WeekGrid(read, Measure.MARGIN, formats(BERLIN));
        assertEquals(HeatGrid.NOTHING, week.value(5, 0));
        assertEquals(HeatGrid.GAP, week.value(6, 0));
        assertTrue(week.note(6, 0).startsWith("of "), week.note(6, 0));
        CellCost monday = CellCost.of(week.parts(12, 0));
        assertEquals(2 * monday.costedCalls(), monday.calls());
        assertEquals(-10 * monday.costedCalls(), week.value(12, 0));
        assertEquals(
                -500_000, new WeekGrid(read, Measure.MARGIN_SHARE, formats(BERLIN)).value(12, 0));
    }

    @Test
    void shouldShowTheMarginOfTheHoursOfWhichItIsKnown() {
        Span span = TimeRange.of(TimeRange.Kind.DAYS_30).span(NOW, BERLIN);
        Buckets hours = WeekGrid.hours(Buckets.of(span, Step.HOUR, BERLIN), span);
        int rows = Measure.MEASURED_MARGIN.parts().indexOf(Measure.MEASURED_ROWS);
        int margin = Measure.MEASURED_MARGIN.parts().indexOf(Measure.MEASURED_MARGIN);
        int gaps = Measure.MEASURED_MARGIN.parts().indexOf(Measure.MEASURED_MARGIN_GAPS);
        HeatHours read = HeatHours.unread(hours);
        for (int piece = 0; piece < read.pieces(); piece++) {
            int size = read.hours(piece).size();
            long[][][] parts = new long[Measure.MEASURED_MARGIN.parts().size()][1][size];
            for (int hour = 0; hour < size; hour++) {
                ZonedDateTime at =
                        Instant.ofEpochMilli(read.hours(piece).begin(hour)).atZone(BERLIN);
                // Two services each hour from six on, of one of them not all is known from twelve
                // on; on the tenth of the month never.
                parts[rows][0][hour] = at.getHour() < 6 ? 0 : 2;
                parts[margin][0][hour] = at.getHour() < 6 ? 0 : 5;
                boolean isGap = at.getHour() >= 12 || at.getDayOfMonth() == 10;
                parts[gaps][0][hour] = at.getHour() >= 6 && isGap ? 1 : 0;
            }
            read = read.with(piece, Measure.MEASURED_MARGIN, HeatRows.everything(hours), parts);
        }
        WeekGrid week = new WeekGrid(read, Measure.MEASURED_MARGIN, formats(BERLIN));
        // The tenth of November was a Tuesday, one of five.
        assertEquals(4 * 5, week.value(7, 1));
        assertTrue(week.note(7, 1).endsWith(", margin of 4 of 5 h, sum of 5 h"), week.note(7, 1));
        assertEquals(5 * week.parts(7, 2)[rows] / 2, week.value(7, 2));
        assertTrue(!week.note(7, 2).contains("margin of"), week.note(7, 2));
        assertEquals(HeatGrid.GAP, week.value(13, 1));
        assertTrue(!week.note(13, 1).contains("margin of"), week.note(13, 1));
        assertEquals(HeatGrid.NOTHING, week.value(5, 1));
    }
}
