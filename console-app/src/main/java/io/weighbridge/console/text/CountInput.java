package io.weighbridge.console.text;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// Whole numbers as people type them: `600`, `1,200`, `200k`, `1.5M`.
public final class CountInput {
    private static final Map<Character, Integer> ZEROS = Map.of('k', 3, 'm', 6, 'b', 9);

    private CountInput() {}

    /// What was typed; empty when it is no whole number from 0 to the most.
    public static OptionalLong parse(String typed, long most) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        if (!text.matches("(\\d{1,18}|\\d{1,3}(,\\d{3}){1,5})(\\.\\d{1,9})?[kmb]?")) {
            return OptionalLong.empty();
        }
        int zeros = ZEROS.getOrDefault(text.charAt(text.length() - 1), 0);
        String digits = zeros > 0 ? text.substring(0, text.length() - 1) : text;
        BigDecimal value = new BigDecimal(digits.replace(",", "")).movePointRight(zeros);
        if (value.stripTrailingZeros().scale() > 0
                || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.longValueExact());
    }
}
