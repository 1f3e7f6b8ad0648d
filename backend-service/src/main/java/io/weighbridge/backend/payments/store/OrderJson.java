package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

/// Orders and deliveries as the audit log has them.
public final class OrderJson {
    private OrderJson() {}

    public static String of(Order order) {
        return JsonText.object()
                .add("account", IdKind.ACCOUNT.format(order.accountId()))
                .add("amountNanos", order.amountNanos())
                .add("feeNanos", order.feeNanos())
                .add("currency", order.currency())
                .add("note", order.note())
                .add("state", order.state().name())
                .add("expiresAtMs", order.expiresAtMs())
                .toString();
    }

    public static String of(Delivery delivery) {
        return JsonText.object()
                .add("provider", delivery.provider())
                .add("event", delivery.eventId())
                .add("type", delivery.type())
                .add("state", delivery.state().name())
                .add("reason", delivery.reason())
                .add("order", IdKind.ORDER.formatOrNone(delivery.orderId()))
                .toString();
    }
}
