package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

/// What a [HeatMap] draws: a value for each column and row.
public interface HeatGrid {
    /// The value of a cell that was not read.
    long UNKNOWN = Long.MIN_VALUE;

    /// The value of a cell in which nothing happened, where 0 would be a value.
    long NOTHING = UNKNOWN + 1;

    /// The value of a cell in which something happened of which the value is not known.
    long GAP = NOTHING + 1;

    /// Whether it is a number.
    static boolean isValue(long value) {
        return value > GAP;
    }

    int columns();

    int rows();

    /// As the [#scale] says, or [#UNKNOWN], [#GAP] or [#NOTHING].
    long value(int column, int row);

    /// How values become colours.
    default HeatScale scale() {
        return HeatScale.AMOUNTS;
    }

    /// Whether cells can be a [#GAP].
    default boolean hasGaps() {
        return false;
    }

    /// What a cell is that is [#UNKNOWN], short: for the legend.
    default String unknown() {
        return Texts.of("common.heat.unknown");
    }

    /// What a column is, in full: for hovering.
    String columnName(int column);

    /// What a column is, short; empty for columns that need no mark on the axis.
    ///
    /// @param columnsShown so many are seen: the more, the fewer marks
    String columnMark(int column, int columnsShown);

    String rowName(int row);

    /// What else is to be said of a cell; empty for nothing.
    default String note(int column, int row) {
        return "";
    }

    /// A value, exact; also [#GAP] and [#NOTHING], in words.
    String exact(long value);

    /// A value, short.
    String brief(long value);
}
