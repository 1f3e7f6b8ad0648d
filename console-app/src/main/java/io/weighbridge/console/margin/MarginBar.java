package io.weighbridge.console.margin;

import io.weighbridge.console.control.SplitBar;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A price as a thin bar, with the margin above it: what of it is cost, and what is left, or
/// missing where the cost is above it. Without a known cost there is no bar.
public final class MarginBar {
    private static final int WHOLE = 1_000;

    private MarginBar() {}

    /// Shows a price beside its cost.
    public static void show(SplitBar bar, Comparison line) {
        show(bar, line, "");
    }

    /// The same with the cost in words.
    static void showWithCost(SplitBar bar, Comparison line) {
        show(bar, line, MarginWords.cost(line));
    }

    private static void show(SplitBar bar, Comparison line, String words) {
        UnitCost cost = line.cost();
        int covered = cost == null ? -1 : covered(line.price(), cost);
        bar.show(covered, line.isLoss(), words, MarginWords.margin(line));
        bar.setAccessibleText(MarginWords.whole(line));
    }

    // What price and cost have in common, of the larger one.
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
}
