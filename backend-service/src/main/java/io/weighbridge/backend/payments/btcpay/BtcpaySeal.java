package io.weighbridge.backend.payments.btcpay;

import io.weighbridge.backend.payments.provider.OrderToPay;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What marks an invoice as made here: who may only make invoices in the store does not know the
/// webhooks' secret, and so cannot make one that is taken for an order's.
final class BtcpaySeal {
    /// The field of an invoice's metadata that holds it.
    static final String FIELD = "weighbridgeSeal";

    private final BtcpaySignature signature;

    BtcpaySeal(List<String> secrets) {
        signature = new BtcpaySignature(secrets);
    }

    /// The seal of an order's invoice: the same each time for one checkout.
    String of(OrderToPay order) {
        return signature.sign(text(order));
    }

    /// Whether it is the order's, by any of the secrets.
    boolean isOf(OrderToPay order, String seal) {
        return signature.isOf(text(order).getBytes(StandardCharsets.UTF_8), "sha256=" + seal);
    }

    // No webhook is such a text, so that neither is taken for the other. An order's second invoice
    // has another than its first, which is found again for ever.
    private static String text(OrderToPay order) {
        return "weighbridge invoice "
                + order.id()
                + ' '
                + order.totalNanos()
                + ' '
                + order.currency()
                + (order.checkout() == 1 ? "" : " " + order.checkout());
    }
}
