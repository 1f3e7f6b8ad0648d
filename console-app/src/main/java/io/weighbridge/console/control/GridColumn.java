package io.weighbridge.console.control;

import java.util.List;
import java.util.function.Function;

/// A column of a [GridTable].
///
/// @param title in its header
/// @param width in pixels
/// @param isFigure whether it stands at the right
/// @param choices what is completed while typing into a row
public record GridColumn(
        String title, int width, boolean isFigure, Function<GridRow, List<String>> choices) {
    public static GridColumn text(
            String title, int width, Function<GridRow, List<String>> choices) {
        return new GridColumn(title, width, false, choices);
    }

    public static GridColumn figure(String title, int width) {
        return new GridColumn(title, width, true, _ -> List.of());
    }
}
