package io.weighbridge.console.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The marks of a legend.
final class HeatLegendTest {
    // As money is told briefly: two digits after the point.
    private static final HeatGrid CENTS =
            new HeatGrid() {
                @Override
                public int columns() {
                    return 0;
                }

                @Override
                public int rows() {
                    return 0;
                }

                @Override
                public long value(int column, int row) {
                    return NOTHING;
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
                public String exact(long value) {
                    return "";
                }

                @Override
                public String brief(long value) {
                    return Long.toString(value / 100);
                }
            };

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
}
