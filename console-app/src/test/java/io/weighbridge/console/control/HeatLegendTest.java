package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The marks of a legend.
final class HeatLegendTest {
    // One cell; money is told briefly: two digits after the point.
    private record OneCell(long value) implements HeatGrid {
        @Override
        public int columns() {
            return 1;
        }

        @Override
        public int rows() {
            return 1;
        }

        @Override
        public long value(int column, int row) {
            return value;
        }

        @Override
        public String columnName(int column) {
            return "";
        }

        @Override
        public String columnMark(int column, int columnsShown) {
            return "";
        }

        @Override
        public String rowName(int row) {
            return "";
        }

        @Override
        public String exact(long ofValue) {
            return "";
        }

        @Override
        public String brief(long ofValue) {
            return Long.toString(ofValue / 100);
        }
    }

    private static final HeatGrid CENTS = new OneCell(HeatGrid.NOTHING);

    private static List<String> marks(HeatScale scale, long lowest, long highest) {
        return HeatLegend.marks(CENTS, new HeatRamp(scale, lowest, highest, false)).stream()
                .map(HeatLegend.Mark::text)
                .toList();
    }

    @Test
    void shouldSayNothingTwice() {
        assertEquals(List.of("-5", "0", "5"), marks(HeatScale.MARGINS, 500, 500));
        assertEquals(List.of("-5", "0", "5"), marks(HeatScale.MARGINS, 480, 549));
        assertEquals(List.of("0"), marks(HeatScale.MARGINS, 1, 20));
        assertEquals(List.of("1", "2"), marks(HeatScale.AMOUNTS, 100, 249));
    }

    @Test
    void shouldMarkQuartersWhereTheyDiffer() {
        assertEquals(List.of("1", "3", "10", "31", "100"), marks(HeatScale.AMOUNTS, 100, 10_000));
        assertEquals(List.of("7"), marks(HeatScale.AMOUNTS, 700, 700));
        assertEquals(
                List.of("-10000", "-5000", "0", "5000", "10000"),
                marks(HeatScale.MARGIN_SHARES, 0, 0));
    }

    @Test
    void shouldSayWhatGreyCellsAreWhereThereAreAny() {
        assertEquals(
                List.of(new HeatLegend.Box(HeatLegend.Look.EMPTY, "none")),
                HeatLegend.boxes(CENTS, false));
        assertEquals(
                List.of(
                        new HeatLegend.Box(HeatLegend.Look.EMPTY, "none"),
                        new HeatLegend.Box(HeatLegend.Look.GREY, "not read")),
                HeatLegend.boxes(CENTS, true));
    }

    @Test
    void shouldLookForCellsThatWereNotRead() {
        HeatPicture picture = new HeatPicture();
        for (long value : new long[] {7, HeatGrid.UNKNOWN, HeatGrid.NOTHING}) {
            HeatGrid one = new OneCell(value);
            var _ =
                    picture.draw(
                            one, HeatWindow.whole(1), new HeatPicture.Rows(0, 1, 16), 8, false);
            assertEquals(value == HeatGrid.UNKNOWN, picture.hasUnknown());
        }
    }
}
