package io.weighbridge.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Money: a `long` of nano-units of the billing currency (1 unit = 10^9 nanos), range about ±9.2 ×
/// 10^9 units. Arithmetic goes through `Math.*Exact`; these are the conversions to and from text.
public final class Nanos {
    /// Nanos in one unit of the currency.
    public static final long PER_UNIT = 1_000_000_000L;

    /// The most that one grant, price or limit may be: 10^9 units.
    public static final long AMOUNT_MAX = 1_000_000_000L * PER_UNIT;

    private Nanos() {}

    /// The exact decimal in units of the currency, without trailing zeros beyond two places:
    /// `1.92`, `0.004213`, `-3.00`.
    public static String toDecimal(long nanos) {
        BigDecimal exact = BigDecimal.valueOf(nanos, 9);
        BigDecimal shortest = exact.stripTrailingZeros();
        return shortest.setScale(Math.max(2, shortest.scale())).toPlainString();
    }

    /// For a terminal: three significant digits below one unit, two places above; `~` never hides
    /// money, exact amounts are in [#toDecimal].
    public static String toShort(long nanos) {
        BigDecimal exact = BigDecimal.valueOf(nanos, 9);
        int places = 2;
        if (nanos != 0 && Math.abs(nanos) < PER_UNIT) {
            places = Math.max(2, exact.scale() - exact.precision() + 3);
        }
        return exact.setScale(Math.min(9, places), RoundingMode.HALF_EVEN).toPlainString();
    }

    /// Nanos of a decimal in units of the currency.
    ///
    /// @throws ArithmeticException when it is not a whole number of nanos or out of range
    /// @throws NumberFormatException when it is not a decimal
    public static long parse(String decimal) {
        return new BigDecimal(decimal).movePointRight(9).longValueExact();
    }
}
