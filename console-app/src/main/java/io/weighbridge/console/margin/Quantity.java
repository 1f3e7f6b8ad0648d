package io.weighbridge.console.margin;

import io.weighbridge.console.text.Texts;
import io.weighbridge.model.Unit;

import java.math.BigDecimal;
import java.math.MathContext;

/// The quantity that prices and costs of a unit are shown for, side by side.
///
/// @param count of the unit
/// @param word short, behind a stroke: `1M tokens`, `min`, `MP`
record Quantity(long count, String word) {
    // More than the digits that are shown.
    private static final MathContext DIGITS = MathContext.DECIMAL64;

    static Quantity of(Unit unit) {
        long count =
                switch (unit) {
                    case AUDIO_MILLISECONDS, VIDEO_MILLISECONDS, GPU_MILLISECONDS -> 60_000;
                    case PIXELS, PIXEL_STEPS, GIGAFLOPS, CHARACTERS -> 1_000_000;
                    case VRAM_MIB_MILLISECONDS -> 3_686_400_000L;
                    case IMAGES, PAGES, REQUESTS, TOOL_CALLS, SEARCH_QUERIES -> 1;
                    default -> 1_000_000;
                };
        return new Quantity(
                count,
                Texts.of(unit.isToken() ? "margin.per.tokens" : "margin.per." + unit.name()));
    }

    /// Nanos of this quantity at a price.
    BigDecimal nanos(long priceNanos, long per) {
        return BigDecimal.valueOf(priceNanos)
                .multiply(BigDecimal.valueOf(count))
                .divide(BigDecimal.valueOf(per), DIGITS);
    }
}
