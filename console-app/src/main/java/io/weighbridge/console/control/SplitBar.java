package io.weighbridge.console.control;

import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// A thin bar of two parts, with words above it: what is covered, and the rest, which may be a
/// loss. Its nodes are made once.
public final class SplitBar extends Region {
    private static final PseudoClass LOSS = PseudoClass.getPseudoClass("loss");
    private static final PseudoClass UNKNOWN = PseudoClass.getPseudoClass("unknown");
    private static final double THICKNESS = 4;
    private static final double BELOW = 3;
    private static final int WHOLE = 1_000;

    private final Label words = new Label();
    private final Label figures = new Label();
    private final Region covered = new Region();
    private final Region rest = new Region();
    private int perMille;

    /// @param height in pixels
    public SplitBar(double height) {
        getStyleClass().add("split-bar");
        words.getStyleClass().add("words");
        figures.getStyleClass().add("figures");
        covered.getStyleClass().add("covered");
        rest.getStyleClass().add("rest");
        getChildren().addAll(words, figures, covered, rest);
        setPrefSize(80, height);
        setMinHeight(height);
    }

    /// Shows a whole.
    ///
    /// @param newPerMille covered, in thousandths of it; below 0 when that is not known: no bar
    /// @param left above it
    /// @param right the same at its end
    public void show(int newPerMille, boolean isLoss, String left, String right) {
        words.setText(left);
        figures.setText(right);
        covered.setVisible(newPerMille >= 0);
        rest.setVisible(newPerMille >= 0);
        pseudoClassStateChanged(LOSS, isLoss);
        pseudoClassStateChanged(UNKNOWN, newPerMille < 0);
        perMille = Math.max(0, newPerMille);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double top = getHeight() - THICKNESS - BELOW;
        double above = covered.isVisible() ? top + 1 : getHeight();
        layoutInArea(words, 0, 0, width, above, 0, HPos.LEFT, VPos.CENTER);
        layoutInArea(figures, 0, 0, width, above, 0, HPos.RIGHT, VPos.CENTER);
        double first = width * perMille / WHOLE;
        covered.resizeRelocate(0, top, first, THICKNESS);
        rest.resizeRelocate(first, top, width - first, THICKNESS);
    }
}
