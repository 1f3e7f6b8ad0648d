package io.weighbridge.console.control;

import javafx.scene.layout.Region;
import javafx.scene.shape.Polyline;

import java.util.function.IntToDoubleFunction;

/// A small line without axes: how something went lately. One path, whose points are replaced.
public final class Sparkline extends Region {
    // Above and below, so that the line does not run along the edges of its row.
    private static final int MARGIN = 4;

    private final Polyline line = new Polyline();
    private Double[] shares = {};
    private int slots = 1;

    public Sparkline() {
        getStyleClass().add("sparkline");
        line.getStyleClass().add("line");
        line.setManaged(false);
        getChildren().add(line);
        setPrefSize(80, 20);
    }

    /// Shows values; the newest is at the right.
    ///
    /// @param count how many there are
    /// @param room how many there is room for
    /// @param share of the height, 0 to 1, by index, the oldest first
    public void show(int count, int room, IntToDoubleFunction share) {
        slots = Math.max(2, room);
        shares = new Double[count];
        for (int i = 0; i < count; i++) {
            shares[i] = share.applyAsDouble(i);
        }
        draw();
    }

    private void draw() {
        double width = getWidth();
        double height = getHeight() - 2 * MARGIN;
        Double[] points = new Double[shares.length * 2];
        for (int i = 0; i < shares.length; i++) {
            points[2 * i] = width * (slots - shares.length + i) / (slots - 1);
            points[2 * i + 1] = MARGIN + height * (1 - shares[i]);
        }
        line.getPoints().setAll(points);
    }

    @Override
    protected void layoutChildren() {
        draw();
    }
}
