package io.weighbridge.console.control;

import io.weighbridge.console.fx.FxThread;

import javafx.beans.InvalidationListener;
import javafx.geometry.NodeOrientation;
import javafx.scene.Node;
import javafx.scene.control.TableView;

/// Keeps the names of columns of figures above their figures: the arrow of a sorted column would
/// push its name away from the right edge. Such a header is laid out from right to left, its text
/// is not.
final class FigureHeaders {
    private FigureHeaders() {}

    static void follow(TableView<?> table) {
        table.skinProperty().subscribe(_ -> FxThread.later(() -> turn(table)));
        // Headers of columns that are shown again are new.
        table.getVisibleLeafColumns()
                .addListener((InvalidationListener) _ -> FxThread.later(() -> turn(table)));
    }

    private static void turn(TableView<?> table) {
        for (Node header : table.lookupAll(".column-header.figure-cell")) {
            header.setNodeOrientation(NodeOrientation.RIGHT_TO_LEFT);
            for (Node label : header.lookupAll(".label")) {
                label.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
            }
        }
    }
}
