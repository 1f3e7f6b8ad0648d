package io.weighbridge.console.control;

/// What a [HeatMap] draws: a value for each column and row.
public interface HeatGrid {
    /// The value of a cell that was not read.
    long UNKNOWN = Long.MIN_VALUE;

    int columns();

    int rows();

    /// Above 0 is drawn, 0 is nothing, or [#UNKNOWN].
    long value(int column, int row);

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

    /// A value, exact.
    String exact(long value);

    /// A value, short.
    String brief(long value);
}
