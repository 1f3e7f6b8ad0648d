package io.weighbridge.backend.payments.provider;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

import java.util.Currency;

/// Amounts in the smallest unit of a currency (cents; whole yen), as card providers count.
public final class MinorUnits {
    private static final int NANO_DIGITS = 9;

    private MinorUnits() {}

    /// Nano-units in one smallest unit, by ISO 4217's number of digits.
    ///
    /// @throws Fault INVALID_FIELD when there is no such currency, or it has no smallest unit
    public static long nanosPerUnit(String currency) {
        int digits;
        try {
            digits = Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException e) {
            digits = -1;
        }
        if (digits < 0) {
            throw Fault.invalid("currency", currency, "an ISO 4217 code, upper-case");
        }
        long nanos = 1;
        for (int i = digits; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /// As nano-units.
    ///
    /// @throws Fault INVALID_FIELD when it is below 0 or too much to count
    public static long toNanos(long units, String currency) {
        long each = nanosPerUnit(currency);
        if (units < 0 || units > Nanos.AMOUNT_MAX / each) {
            throw Fault.invalid("amount", units, "0 to " + Nanos.AMOUNT_MAX / each);
        }
        return units * each;
    }

    /// From nano-units.
    ///
    /// @throws Fault INVALID_FIELD when it is below 0 or not a whole number of them
    public static long ofNanos(long nanos, String currency) {
        long each = nanosPerUnit(currency);
        if (nanos < 0 || nanos % each != 0) {
            throw Fault.of(
                    ErrorCode.INVALID_FIELD,
                    "amount_nanos: " + nanos + " (expected: a multiple of " + each + ")");
        }
        return nanos / each;
    }
}
