package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.usage.Settlement;
import io.weighbridge.model.Nanos;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A cost that somebody else computed, in dollars as a decimal text: rounded once, half to even,
/// and never summed before.
public final class DollarCost {
    private static final BigDecimal PER_DOLLAR = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal MOST = BigDecimal.valueOf(Nanos.AMOUNT_MAX);
    private static final int SCALE_MOST = 400;

    private DollarCost() {}

    /// In nano-units; [Settlement#UNKNOWN] when it is not a sum that can be.
    public static long nanos(JsonNode cost) {
        return cost.isNumber() ? nanos(cost.decimalValue()) : Settlement.UNKNOWN;
    }

    /// The same of a text.
    public static long nanos(String cost) {
        try {
            return cost.length() > 60 ? Settlement.UNKNOWN : nanos(new BigDecimal(cost));
        } catch (NumberFormatException e) {
            return Settlement.UNKNOWN;
        }
    }

    private static long nanos(BigDecimal dollars) {
        // Not computed with first: a number of a million digits is written in few.
        boolean isWild = Math.abs((long) dollars.scale()) > SCALE_MOST;
        if (isWild || dollars.signum() < 0) {
            return Settlement.UNKNOWN;
        }
        BigDecimal nanos = dollars.multiply(PER_DOLLAR).setScale(0, RoundingMode.HALF_EVEN);
        return nanos.compareTo(MOST) > 0 ? Settlement.UNKNOWN : nanos.longValueExact();
    }
}
