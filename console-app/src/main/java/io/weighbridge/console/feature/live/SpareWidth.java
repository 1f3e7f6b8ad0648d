package io.weighbridge.console.feature.live;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Gives two columns of a table what the others leave of its width, so that a wide window does not
/// stand empty at the right: one gets the first of it, then the other one a quarter of what is
/// left, up to a greatest width. In a narrow window both keep their least widths, and the table
/// scrolls.
final class SpareWidth {
    private static final int FIRST = 80;
    private static final int SHARE = 4;

    private SpareWidth() {}

    static <R> void give(
            TableView<R> table, TableColumn<R, ?> some, double someMax, TableColumn<R, ?> rest) {
        table.setColumnResizePolicy(
                features -> {
                    if (features.getColumn() != null) {
                        return TableView.UNCONSTRAINED_RESIZE_POLICY.call(features);
                    }
                    double others =
                            table.getVisibleLeafColumns().stream()
                                    .filter(other -> !other.equals(some) && !other.equals(rest))
                                    .mapToDouble(TableColumn::getWidth)
                                    .sum();
                    double spare =
                            features.getContentWidth()
                                    - others
                                    - some.getMinWidth()
                                    - rest.getMinWidth();
                    // Whole pixels: a part of one too much would make the table scroll.
                    double ofSome =
                            Math.floor(
                                    Math.clamp(
                                            some.getMinWidth() + (spare - FIRST) / SHARE,
                                            some.getMinWidth(),
                                            someMax));
                    some.setPrefWidth(ofSome);
                    rest.setPrefWidth(
                            Math.max(
                                    rest.getMinWidth(),
                                    features.getContentWidth() - others - ofSome));
                    return true;
                });
    }
}
