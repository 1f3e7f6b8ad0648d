package io.weighbridge.console.text;

import io.weighbridge.model.Nanos;

import java.util.OptionalLong;

/// Money as people type it: `12`, `-3.50`, `$0.004213`, `1,200`, `3.50 €`.
public final class MoneyInput {
    private MoneyInput() {}

    /// Nanos of what was typed; empty when it is not an exact amount in range. Never rounds.
    public static OptionalLong parse(String typed) {
        String text = CurrencySign.strip(typed.replace("\u2212", "-"));
        if (!text.matches("[+-]?(\\d+|\\d{1,3}(,\\d{3})+)?(\\.\\d{1,9})?")
                || !text.matches(".*\\d.*")) {
            return OptionalLong.empty();
        }
        try {
            long nanos = Nanos.parse(text.replace(",", ""));
            return Math.abs(nanos) <= Nanos.AMOUNT_MAX
                    ? OptionalLong.of(nanos)
                    : OptionalLong.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
