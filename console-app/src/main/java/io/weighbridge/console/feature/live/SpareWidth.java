package io.weighbridge.console.feature.live;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Gives one column of a table what the others leave of its width, so that a wide window does not
/// stand empty at the right. In a narrow one it keeps its least width, and the table scrolls.
final class SpareWidth {
    private SpareWidth() {}

    static <R> void give(TableView<R> table, TableColumn<R, ?> column) {
        table.setColumnResizePolicy(
                features -> {
                    if (features.getColumn() != null) {
                        return TableView.UNCONSTRAINED_RESIZE_POLICY.call(features);
                    }
                    double others =
                            table.getVisibleLeafColumns().stream()
                                    .filter(other -> !other.equals(column))
                                    .mapToDouble(TableColumn::getWidth)
                                    .sum();
                    column.setPrefWidth(
                            Math.max(column.getMinWidth(), features.getContentWidth() - others));
                    return true;
                });
    }
}
