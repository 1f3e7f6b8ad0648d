package io.weighbridge.backend.payments.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Currency;
import java.util.List;

/// Stripe's amounts are ours, to the nano; where they cannot be, or nobody is sure, there are none.
final class StripeAmountsTest {
    @ParameterizedTest
    @CsvSource({
        "USD, 10.50, 1050",
        "EUR, 0.01, 1",
        "JPY, 500, 500",
        "KRW, 15000, 15000",
        // ISO 4217 has two digits for it, Stripe none.
        "MGA, 2000, 2000",
        // ISO 4217 has none, Stripe two that are 00.
        "ISK, 1500, 150000",
        "KWD, 5.120, 5120",
        "TWD, 300.00, 30000",
        "HUF, 1234.56, 123456"
    })
    void areStripes(String currency, String amount, long units) {
        long nanos = Nanos.parse(amount);
        assertEquals(units, StripeAmounts.ofNanos(nanos, currency));
        assertEquals(nanos, StripeAmounts.toNanos(units, currency));
    }

    @ParameterizedTest
    @CsvSource({
        "USD, 10.501",
        "USD, 0.000000001",
        "JPY, 500.50",
        "MGA, 2000.20",
        "ISK, 1500.50",
        "KWD, 5.124",
        "USD, 0",
        "USD, -1",
        // Stripe's documents say two things.
        "UGX, 1000",
        // Of ISO 4217, with other digits, and not on Stripe's lists.
        "IQD, 1",
        "CLF, 1",
        "XAU, 1",
        "XTS, 1",
        "usd, 1",
        "ZZZ, 1"
    })
    void nothingIsRounded(String currency, String amount) {
        StripeKit.assertFault(
                ErrorCode.INVALID_FIELD,
                () -> StripeAmounts.ofNanos(Nanos.parse(amount), currency));
    }

    @Test
    void noAmountIsTooMuchToCount() {
        for (long units : List.of(-1L, Long.MAX_VALUE, 100_000_000_001L)) {
            StripeKit.assertFault(
                    ErrorCode.INVALID_FIELD, () -> StripeAmounts.toNanos(units, "USD"));
        }
        assertEquals(Nanos.AMOUNT_MAX, StripeAmounts.toNanos(100_000_000_000L, "USD"));
    }

    /// Whatever currency it is: what is sent comes back.
    @Test
    void comeBackInEachCurrency() {
        int known = 0;
        for (Currency currency : Currency.getAvailableCurrencies()) {
            String code = currency.getCurrencyCode();
            try {
                long units = StripeAmounts.ofNanos(12_000 * Nanos.PER_UNIT, code);
                assertEquals(12_000 * Nanos.PER_UNIT, StripeAmounts.toNanos(units, code));
                known++;
            } catch (io.weighbridge.backend.platform.fault.Fault e) {
                assertEquals(ErrorCode.INVALID_FIELD, e.code());
            }
        }
        assertEquals(true, known >= 130, "only " + known);
    }
}
