package io.weighbridge.console.control;

import javafx.beans.InvalidationListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;

/// Asks for the next page when somebody comes near the end of a table, or when its rows do not fill
/// it.
public final class MoreRows {
    private static final double NEAR_THE_END = 0.8;

    private MoreRows() {}

    /// Follows a table for as long as it lives.
    ///
    /// @param more reads the next page, if there is one and it is not being read
    public static void follow(TableView<?> table, Runnable more) {
        table.skinProperty()
                .subscribe(
                        skin -> {
                            if (skin != null) {
                                table.lookupAll(".scroll-bar")
                                        .forEach(bar -> follow(table, bar, more));
                            }
                        });
    }

    private static void follow(TableView<?> table, Node node, Runnable more) {
        if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.VERTICAL) {
            bar.valueProperty()
                    .subscribe(
                            value -> {
                                if (value.doubleValue() >= bar.getMax() * NEAR_THE_END
                                        && bar.isVisible()) {
                                    more.run();
                                }
                            });
            table.getItems()
                    .addListener(
                            (InvalidationListener)
                                    _ -> {
                                        if (!bar.isVisible() && !table.getItems().isEmpty()) {
                                            more.run();
                                        }
                                    });
        }
    }
}
