package io.weighbridge.backend.payments.btcpay;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/// The payments of one invoice, in the invoice's currency at the rate that was recorded with it.
///
/// @param inTime what the payments with enough blocks that came in time come to, without the fee
///     that the store adds for a payment's cost, exact
/// @param late the same of those that came later
/// @param lastS when the last of all these came, in seconds since 1970; 0 for none
/// @param isWaiting whether there is one that has too few blocks yet
/// @param isAny whether there is any, also one that does not count any more
/// @param coin what the smallest part of a coin is worth, of the dearest coin that was paid with
record PaymentsSeen(
        BigDecimal inTime,
        BigDecimal late,
        long lastS,
        boolean isWaiting,
        boolean isAny,
        BigDecimal coin) {
    // A hundred-millionth: what amounts in Bitcoin are rounded up to.
    private static final int COIN_DIGITS = 8;
    private static final int PAYMENTS_MAX = 10_000;

    /// Reads the answer about payment methods.
    ///
    /// @param untilS what comes from then on is late
    /// @throws Fault PROVIDER_UNAVAILABLE when it cannot be understood
    static PaymentsSeen read(JsonNode methods, long untilS) {
        if (!methods.isArray()) {
            throw BtcpayFault.unavailable("an answer that is no list", "payment methods");
        }
        Sum sum = new Sum(untilS);
        for (JsonNode method : methods) {
            JsonNode payments = method.path("payments");
            if (!payments.isEmpty()) {
                BigDecimal rate = Amounts.read(method, "rate");
                for (JsonNode payment : payments) {
                    sum.add(method.path("paymentMethodId").asText(), payment, rate);
                }
            }
        }
        return new PaymentsSeen(
                sum.inTime, sum.late, sum.lastS, sum.isWaiting, !sum.seen.isEmpty(), sum.coin);
    }

    private static final class Sum {
        private final Set<String> seen = new HashSet<>();
        private final long untilS;
        private BigDecimal inTime = BigDecimal.ZERO;
        private BigDecimal late = BigDecimal.ZERO;
        private long lastS;
        private BigDecimal coin = BigDecimal.ZERO;
        private boolean isWaiting;

        Sum(long untilS) {
            this.untilS = untilS;
        }

        void add(String method, JsonNode payment, BigDecimal rate) {
            // One that is listed twice has arrived once.
            if (!seen.add(method + ' ' + payment.path("id").asText())) {
                return;
            }
            if (seen.size() > PAYMENTS_MAX) {
                throw BtcpayFault.unavailable(
                        "too many payments", "at most " + PAYMENTS_MAX + " of an invoice");
            }
            String status = payment.path("status").asText();
            switch (status) {
                case "Settled" -> {
                    BigDecimal value = Amounts.read(payment, "value");
                    BigDecimal fee =
                            payment.hasNonNull("fee")
                                    ? Amounts.read(payment, "fee")
                                    : BigDecimal.ZERO;
                    BigDecimal worth = value.subtract(fee).multiply(rate);
                    long receivedS = BtcpayInvoice.seconds(payment, "receivedDate");
                    if (receivedS < untilS) {
                        inTime = inTime.add(worth);
                    } else {
                        late = late.add(worth);
                    }
                    lastS = Math.max(lastS, receivedS);
                    coin = coin.max(rate.movePointLeft(COIN_DIGITS));
                }
                case "Processing" -> isWaiting = true;
                case "Invalid" -> {}
                default ->
                        throw BtcpayFault.unavailable(
                                "payment status " + Check.shown(status),
                                "Invalid, Processing or Settled");
            }
        }
    }
}
