package io.weighbridge.console.control;

import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Keeps the name of the last column out from under the button that chooses columns, which lies
/// over the headers at the right: where the columns reach it the table is `crowded`, and that
/// header leaves it room.
final class CornerRoom {
    private static final PseudoClass CROWDED = PseudoClass.getPseudoClass("crowded");
    // As it is painted.
    private static final double BUTTON_WIDTH = 16;

    private CornerRoom() {}

    /// Call this before the table has columns.
    static <R> void follow(TableView<R> table) {
        InvalidationListener tell = _ -> tell(table);
        table.widthProperty().addListener(tell);
        table.getVisibleLeafColumns().addListener(tell);
        table.getColumns()
                .addListener(
                        (ListChangeListener<TableColumn<R, ?>>)
                                change -> {
                                    while (change.next()) {
                                        change.getAddedSubList()
                                                .forEach(column -> watch(column, tell));
                                    }
                                });
    }

    // Once, also when it was moved.
    private static void watch(TableColumn<?, ?> column, InvalidationListener tell) {
        column.widthProperty().removeListener(tell);
        column.widthProperty().addListener(tell);
    }

    private static void tell(TableView<?> table) {
        double columnsWidth =
                table.getVisibleLeafColumns().stream().mapToDouble(TableColumn::getWidth).sum();
        table.pseudoClassStateChanged(CROWDED, columnsWidth > table.getWidth() - BUTTON_WIDTH);
    }
}
