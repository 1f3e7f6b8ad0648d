package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Nanos;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Decimals of the server's answers: exact, and of a size to compute with, whatever their writer
/// meant (`1e999999` would become a million digits).
final class Amounts {
    private static final int LENGTH_MAX = 60;
    private static final int DIGITS_BEFORE_MAX = 20;
    private static final int DIGITS_AFTER_MAX = 40;

    private Amounts() {}

    /// A field of an object, which the server writes as a text or as a number.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE when it is missing, below 0, or not a number
    static BigDecimal read(JsonNode object, String field) {
        JsonNode node = object.path(field);
        String text = node.asText();
        if (!(node.isTextual() || node.isNumber()) || text.length() > LENGTH_MAX) {
            throw wrong(field, text);
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw wrong(field, text);
        }
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // In long, as a scale may be near the edges of an int.
        long before = (long) number.precision() - number.scale();
        if (number.signum() < 0
                || before > DIGITS_BEFORE_MAX
                || number.scale() > DIGITS_AFTER_MAX) {
            throw wrong(field, text);
        }
        return number;
    }

    /// As nano-units, rounded down.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE when that is more than can be counted
    static long nanosDown(String what, BigDecimal amount) {
        BigDecimal nanos = amount.movePointRight(9).setScale(0, RoundingMode.DOWN);
        if (nanos.compareTo(BigDecimal.valueOf(Nanos.AMOUNT_MAX)) > 0) {
            throw wrong(what, amount.toString());
        }
        return nanos.longValueExact();
    }

    private static Fault wrong(String field, String text) {
        return BtcpayFault.unavailable(field + " " + Check.shown(text), "an amount of 0 or more");
    }
}
