package io.weighbridge.console.control;

import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// How much of a limit is used: a thin bar with the figures above it. Near and full are said by a
/// sign as well as by the colour. Its nodes are made once.
public final class LimitBar extends Region {
    private static final PseudoClass NEAR = PseudoClass.getPseudoClass("near");
    private static final PseudoClass FULL = PseudoClass.getPseudoClass("full");
    // A table's row: the figures stand in its middle, as those of other cells do.
    private static final double HEIGHT = DataTable.ROW_HEIGHT;
    private static final double THICKNESS = 3;
    private static final double BELOW = 2;
    private static final int WHOLE = 1_000;
    private static final int NEAR_FROM = 900;

    private final Label figures = new Label();
    private final Region track = new Region();
    private final Region fill = new Region();
    private int perMille;

    public LimitBar() {
        getStyleClass().add("limit-bar");
        track.getStyleClass().add("track");
        fill.getStyleClass().add("fill");
        figures.getStyleClass().add("figures");
        getChildren().addAll(figures, track, fill);
        setPrefSize(80, HEIGHT);
    }

    /// Shows a use.
    ///
    /// @param newPerMille used, in thousandths of the limit; below 0 when there is no limit
    /// @param text the figures, such as `412/600`
    public void show(int newPerMille, String text) {
        boolean isFull = newPerMille >= WHOLE;
        boolean isNear = newPerMille >= NEAR_FROM && !isFull;
        figures.setText(isFull ? "■ " + text : isNear ? "▲ " + text : text);
        track.setVisible(newPerMille >= 0);
        fill.setVisible(newPerMille > 0);
        pseudoClassStateChanged(NEAR, isNear);
        pseudoClassStateChanged(FULL, isFull);
        if (perMille != newPerMille) {
            perMille = newPerMille;
            requestLayout();
        }
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double barTop = getHeight() - THICKNESS - BELOW;
        layoutInArea(figures, 0, 0, width, getHeight() - BELOW, 0, HPos.RIGHT, VPos.CENTER);
        track.resizeRelocate(0, barTop, width, THICKNESS);
        double used = width * Math.min(WHOLE, Math.max(0, perMille)) / WHOLE;
        fill.resizeRelocate(0, barTop, Math.max(2, used), THICKNESS);
    }
}
