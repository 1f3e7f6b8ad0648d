package io.weighbridge.backend.proxies.wire;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.model.Nanos;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Reads what a provider says that a call cost: a number in its usage, as OpenRouter tells it. A
/// cost that is missing is not known, which is not zero.
final class UpstreamCost {
    private static final int NANO_DIGITS = 9;
    // Of a number within these, the arithmetic is short whatever was written.
    private static final int DIGITS_MAX = 40;

    private UpstreamCost() {}

    /// Whole nano-units, rounded half to even; [ModelRequest#ABSENT] when it is not told, below 0,
    /// or more than any amount.
    static long nanos(JsonNode usage) {
        JsonNode cost = usage.path("cost");
        if (!cost.isNumber()) {
            return ModelRequest.ABSENT;
        }
        BigDecimal value = cost.decimalValue();
        if (value.signum() == 0) {
            return 0;
        }
        boolean isShort =
                value.precision() <= DIGITS_MAX && Math.abs((long) value.scale()) <= DIGITS_MAX;
        if (value.signum() < 0 || !isShort) {
            return ModelRequest.ABSENT;
        }
        BigDecimal nanos = value.movePointRight(NANO_DIGITS).setScale(0, RoundingMode.HALF_EVEN);
        boolean isAmount = nanos.compareTo(BigDecimal.valueOf(Nanos.AMOUNT_MAX)) <= 0;
        return isAmount ? nanos.longValueExact() : ModelRequest.ABSENT;
    }
}
