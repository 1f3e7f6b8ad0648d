package io.weighbridge.console.control;

import io.weighbridge.console.fx.FxThread;

import javafx.beans.InvalidationListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Skin;
import javafx.scene.control.TableView;

import org.jspecify.annotations.Nullable;

/// Asks for the next page when somebody comes near the end of a table, or when its rows do not fill
/// it.
public final class MoreRows {
    // So many rows below what is seen are the end.
    private static final double NEAR_ROWS = 40;

    private final TableView<?> table;
    private final Runnable more;
    private @Nullable ScrollBar bar;

    private MoreRows(TableView<?> table, Runnable more) {
        this.table = table;
        this.more = more;
    }

    /// Follows a table for as long as it lives.
    ///
    /// @param table whose rows are of one height
    /// @param more reads the next page, if there is one and it is not being read
    public static void follow(TableView<?> table, Runnable more) {
        MoreRows rows = new MoreRows(table, more);
        table.skinProperty().subscribe(rows::find);
        // The bar knows of new rows, and of a new height, after the next layout.
        InvalidationListener laterOn = _ -> FxThread.later(rows::check);
        table.getItems().addListener(laterOn);
        table.heightProperty().addListener(laterOn);
    }

    private void find(@Nullable Skin<?> skin) {
        for (Node node : table.lookupAll(".scroll-bar")) {
            if (skin != null
                    && node instanceof ScrollBar found
                    && found.getOrientation() == Orientation.VERTICAL) {
                bar = found;
                found.valueProperty().subscribe((_, _) -> check());
            }
        }
    }

    private void check() {
        ScrollBar found = bar;
        int rows = table.getItems().size();
        if (found == null || rows == 0 || table.getHeight() <= 0) {
            return;
        }
        double place = found.getMax() > 0 ? found.getValue() / found.getMax() : 1;
        double seen = table.getHeight() / table.getFixedCellSize();
        if ((1 - place) * Math.max(0, rows - seen) < NEAR_ROWS) {
            more.run();
        }
    }
}
