package io.weighbridge.console.feature.live;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Gives two columns of a table what the others leave of its width, so that a wide window does not
/// stand empty at the right: one gets a quarter of it up to a greatest width, the other one the
/// rest. In a narrow window both keep their least widths, and the table scrolls.
final class SpareWidth {
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
                    double ofSome =
                            Math.clamp(
                                    some.getMinWidth() + spare / SHARE,
                                    some.getMinWidth(),
                                    someMax);
                    some.setPrefWidth(ofSome);
                    rest.setPrefWidth(
                            Math.max(
                                    rest.getMinWidth(),
                                    features.getContentWidth() - others - ofSome));
                    return true;
                });
    }
}
