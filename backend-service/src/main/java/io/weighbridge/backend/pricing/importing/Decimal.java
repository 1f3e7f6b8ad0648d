package io.weighbridge.backend.pricing.importing;

import java.math.BigDecimal;

/// A number of the map. Whoever wrote it chose its exponent, so it is looked at before anything is
/// computed: `1e999999` would become a million digits.
sealed interface Decimal {
    int LENGTH_MAX = 60;
    int PRECISION_MAX = 40;
    int SCALE_MAX = 60;

    /// Not negative, and of a size to compute with.
    record Value(BigDecimal amount) implements Decimal {}

    record Wrong(FieldReason reason) implements Decimal {}

    /// Reads a text that JSON, or a person, calls a number.
    static Decimal of(String text) {
        if (text.length() > LENGTH_MAX) {
            return new Wrong(FieldReason.OUT_OF_RANGE);
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            return new Wrong(
                    text.matches("-?[0-9.]+[eE][+]?[0-9]+")
                            ? FieldReason.OUT_OF_RANGE
                            : FieldReason.NOT_A_NUMBER);
        }
        if (number.signum() == 0) {
            return new Value(BigDecimal.ZERO);
        }
        if (number.signum() < 0) {
            return new Wrong(FieldReason.NEGATIVE);
        }
        // The exponent of its first digit; in long, as a scale may be near the edges of an int.
        long magnitude = (long) number.precision() - number.scale();
        if (magnitude > PRECISION_MAX) {
            return new Wrong(FieldReason.OUT_OF_RANGE);
        }
        if (magnitude < -PRECISION_MAX || number.scale() > SCALE_MAX) {
            return new Wrong(FieldReason.NOT_EXACT);
        }
        return new Value(number);
    }
}
