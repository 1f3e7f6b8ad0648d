package io.weighbridge.console.client;

import io.weighbridge.proto.v1.Payment;
import io.weighbridge.proto.v1.TopUpOrder;

import java.math.BigInteger;

/// What giving money back does, by the rule that the service credits by.
public final class RefundRule {
    private RefundRule() {}

    /// What of a payment is there: neither given back nor in dispute.
    public static long keptNanos(Payment payment) {
        return Math.max(
                0,
                payment.getArrivedNanos()
                        - payment.getRefundedNanos()
                        - payment.getDisputedNanos());
    }

    /// What giving so much back takes from the account: of what is kept, the part that the order's
    /// amount is of its total stays.
    public static long takenNanos(TopUpOrder order, Payment payment, long amountNanos) {
        long total = order.getTotalNanos();
        BigInteger kept = BigInteger.valueOf(Math.max(0, keptNanos(payment) - amountNanos));
        long credit =
                total == 0
                        ? 0
                        : kept.multiply(BigInteger.valueOf(order.getAmountNanos()))
                                .divide(BigInteger.valueOf(total))
                                .longValueExact();
        return payment.getCreditedNanos() - credit;
    }
}
