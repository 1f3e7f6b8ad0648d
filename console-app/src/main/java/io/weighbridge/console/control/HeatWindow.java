package io.weighbridge.console.control;

/// Which columns of a heat map are seen. A window never leaves the grid.
///
/// @param first the first column that is seen, whole or in part
/// @param width how many are seen
/// @param columns that there are
record HeatWindow(double first, double width, int columns) {
    private static final double LEAST = 6;

    HeatWindow {
        width = Math.clamp(width, Math.min(LEAST, columns), Math.max(1, columns));
        first = Math.clamp(first, 0, Math.max(0, columns - width));
    }

    static HeatWindow whole(int columns) {
        return new HeatWindow(0, columns, columns);
    }

    /// Closer by a factor above 1, farther by one below; the column at `part` of the way across
    /// stays where it is.
    HeatWindow zoomed(double factor, double part) {
        double wanted = Math.clamp(width / factor, Math.min(LEAST, columns), columns);
        return new HeatWindow(first + (width - wanted) * part, wanted, columns);
    }

    HeatWindow moved(double by) {
        return new HeatWindow(first + by, width, columns);
    }

    /// Moved as little as is needed to see a column.
    HeatWindow showing(int column) {
        if (column < first) {
            return new HeatWindow(column, width, columns);
        }
        return column + 1 > first + width
                ? new HeatWindow(column + 1 - width, width, columns)
                : this;
    }

    /// The column at a part of the way across.
    int columnAt(double part) {
        return Math.clamp((long) Math.floor(first + part * width), 0, Math.max(0, columns - 1));
    }

    /// How many columns end at or before a part of the way across.
    int columnsUntil(double part) {
        return Math.clamp((long) Math.floor(first + part * width), 0, columns);
    }

    /// Where a column begins, as a part of the way across.
    double partOf(double column) {
        return (column - first) / width;
    }

    int firstColumn() {
        return (int) Math.floor(first);
    }

    /// The last one that is seen.
    int lastColumn() {
        return Math.max(firstColumn(), Math.min(columns, (int) Math.ceil(first + width)) - 1);
    }
}
