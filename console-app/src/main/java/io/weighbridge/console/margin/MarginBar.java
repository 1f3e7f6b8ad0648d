package io.weighbridge.console.margin;

import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A price as a thin bar, with the margin above it: what of it is cost, and what is left, or
// missing
/// where the cost is above it. Without a known cost there is no bar. Its nodes are made once.
public final class MarginBar extends Region {
    private static final PseudoClass LOSS = PseudoClass.getPseudoClass("loss");
    private static final PseudoClass UNKNOWN = PseudoClass.getPseudoClass("unknown");
    private static final double THICKNESS = 4;
    private static final double BELOW = 3;
    private static final int WHOLE = 1_000;

    private final Label figures = new Label();
    private final Label words = new Label();
    private final Region cost = new Region();
    private final Region rest = new Region();
    // Thousandths of the bar that are covered by both, price and cost.
    private int covered;

    private final boolean isCostSaid;

    private MarginBar(double height, boolean isCostSaid) {
        this.isCostSaid = isCostSaid;
        getStyleClass().add("margin-bar");
        figures.getStyleClass().add("figures");
        cost.getStyleClass().add("cost");
        rest.getStyleClass().add("rest");
        words.getStyleClass().add("words");
        getChildren().addAll(words, figures, cost, rest);
        setPrefSize(96, height);
        setMinHeight(height);
    }

    /// With the margin above it.
    ///
    /// @param height in pixels
    public static MarginBar of(double height) {
        return new MarginBar(height, false);
    }

    /// With the cost above it as well.
    static MarginBar withCost(double height) {
        return new MarginBar(height, true);
    }

    /// Shows a price beside its cost.
    public void show(Comparison line) {
        figures.setText(MarginWords.margin(line));
        words.setText(isCostSaid ? MarginWords.cost(line) : "");
        UnitCost known = line.cost();
        cost.setVisible(known != null);
        rest.setVisible(known != null);
        pseudoClassStateChanged(LOSS, line.isLoss());
        pseudoClassStateChanged(UNKNOWN, known == null);
        covered = known == null ? 0 : covered(line.price(), known);
        setAccessibleText(MarginWords.whole(line));
        requestLayout();
    }

    private static int covered(Priced price, UnitCost cost) {
        BigDecimal sold =
                BigDecimal.valueOf(price.priceNanos()).multiply(BigDecimal.valueOf(cost.per()));
        BigDecimal paid =
                BigDecimal.valueOf(cost.costNanos()).multiply(BigDecimal.valueOf(price.per()));
        return sold.min(paid)
                .multiply(BigDecimal.valueOf(WHOLE))
                .divide(sold.max(paid), 0, RoundingMode.HALF_EVEN)
                .intValueExact();
    }

    /// Thousandths of the bar that price and cost have in common; 0 where there is none.
    int covered() {
        return covered;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double top = getHeight() - THICKNESS - BELOW;
        layoutInArea(words, 0, 0, width, top + 1, 0, HPos.LEFT, VPos.CENTER);
        double above = cost.isVisible() ? top + 1 : getHeight();
        layoutInArea(figures, 0, 0, width, above, 0, HPos.RIGHT, VPos.CENTER);
        double first = width * covered / WHOLE;
        cost.resizeRelocate(0, top, first, THICKNESS);
        rest.resizeRelocate(first, top, width - first, THICKNESS);
    }
}
