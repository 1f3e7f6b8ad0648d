package io.weighbridge.console.feature.compute;

import java.math.BigDecimal;
import java.util.OptionalLong;

/// Whole numbers that people type in a larger unit: `80` GiB, `989.5` TFLOP/s, `30` percent.
/// Exact: what comes to no whole number is refused, never rounded.
final class Scaled {
    private Scaled() {}

    /// What was typed, in ones; empty when it is no whole number from the least to the most.
    ///
    /// @param unit how many ones the typed unit has
    static OptionalLong parse(String typed, long unit, long least, long most) {
        String text = typed.strip();
        if (!text.matches("(\\d{1,15}|\\d{1,3}(,\\d{3}){1,4})(\\.\\d{1,40})?")) {
            return OptionalLong.empty();
        }
        BigDecimal ones = new BigDecimal(text.replace(",", "")).multiply(BigDecimal.valueOf(unit));
        return ones.stripTrailingZeros().scale() > 0
                        || ones.compareTo(BigDecimal.valueOf(least)) < 0
                        || ones.compareTo(BigDecimal.valueOf(most)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(ones.longValueExact());
    }

    /// As it would be typed, to the last digit.
    ///
    /// @param unit a power of two or of ten
    static String text(long ones, long unit) {
        BigDecimal value = BigDecimal.valueOf(ones).divide(BigDecimal.valueOf(unit));
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
