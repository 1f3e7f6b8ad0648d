package io.weighbridge.backend.payments.stripe;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

import java.util.Currency;
import java.util.Set;

/// Amounts as Stripe counts them. Its smallest unit is not everywhere that of ISO 4217; a currency
/// for which Stripe's own documents say two things (UGX) is refused.
final class StripeAmounts {
    private static final Set<String> WHOLE =
            Set.of(
                    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND",
                    "VUV", "XAF", "XOF", "XPF");
    // Written in hundredths, which must be 00.
    private static final String WHOLE_IN_HUNDREDTHS = "ISK";
    private static final String UNSURE = "UGX";
    // Written in thousandths, of which the last must be 0.
    private static final Set<String> THOUSANDTHS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    /// @param unitNanos one of Stripe's units
    /// @param stepUnits what an amount must be a multiple of, in these
    private record Scale(long unitNanos, long stepUnits) {}

    private StripeAmounts() {}

    private static Scale scale(String currency) {
        if (WHOLE.contains(currency)) {
            return new Scale(Nanos.PER_UNIT, 1);
        }
        if (currency.equals(WHOLE_IN_HUNDREDTHS)) {
            return new Scale(Nanos.PER_UNIT / 100, 100);
        }
        if (THOUSANDTHS.contains(currency)) {
            return new Scale(Nanos.PER_UNIT / 1_000, 10);
        }
        if (currency.equals(UNSURE) || digits(currency) != 2) {
            throw Fault.invalid("currency", currency, "one that Stripe takes, upper-case");
        }
        return new Scale(Nanos.PER_UNIT / 100, 1);
    }

    private static int digits(String currency) {
        try {
            return Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /// Nano-units of Stripe's amount.
    ///
    /// @throws Fault INVALID_FIELD when it is below 0, too much to count, or the currency is none
    static long toNanos(long units, String currency) {
        long each = scale(currency).unitNanos();
        if (units < 0 || units > Nanos.AMOUNT_MAX / each) {
            throw Fault.invalid("amount", units, "0 to " + Nanos.AMOUNT_MAX / each);
        }
        return units * each;
    }

    /// Stripe's amount of nano-units.
    ///
    /// @throws Fault INVALID_FIELD when Stripe cannot take just that
    static long ofNanos(long nanos, String currency) {
        Scale scale = scale(currency);
        long step = scale.unitNanos() * scale.stepUnits();
        if (nanos <= 0 || nanos % step != 0) {
            throw Fault.of(
                    ErrorCode.INVALID_FIELD,
                    "amount_nanos: " + nanos + " (expected: a multiple of " + step + ")");
        }
        return nanos / scale.unitNanos();
    }
}
