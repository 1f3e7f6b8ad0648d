package io.weighbridge.console.control;

import io.weighbridge.console.text.Texts;

/// What a [HeatMap] draws: a value for each column and row.
public interface HeatGrid {
    /// The value of a cell that was not read.
    long UNKNOWN = Long.MIN_VALUE;

    int columns();

    int rows();

    /// Above 0 is drawn, 0 is nothing, or [#UNKNOWN].
    long value(int column, int row);

    /// Why the cells of a column are [#UNKNOWN].
    default String unknown(int column) {
        return Texts.of("common.loading");
    }

    /// What a column is, in full: for hovering.
    String columnName(int column);

    /// What a column is, short; empty for columns that need no mark on the axis.
    ///
    /// @param columnsShown so many are seen: the more, the fewer marks
    String columnMark(int column, int columnsShown);

    String rowName(int row);

    /// A value, exact.
    String exact(long value);

    /// A value, short.
    String brief(long value);
}
