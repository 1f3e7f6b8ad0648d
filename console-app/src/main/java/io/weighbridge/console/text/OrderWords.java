package io.weighbridge.console.text;

import io.weighbridge.proto.v1.OrderState;
import io.weighbridge.proto.v1.TopUpOrder;

/// How an order for credit stands, in words.
public final class OrderWords {
    private OrderWords() {}

    /// A state.
    public static String state(OrderState state) {
        return Texts.word("common.order.", state.name());
    }

    /// An order's state.
    public static String state(TopUpOrder order) {
        return state(order.getState());
    }

    /// How its state looks: `ok`, `watch`, `over` or `blocked`; empty for none. What was paid, but
    /// not as it was asked for, is to be looked at.
    public static String style(TopUpOrder order) {
        return switch (order.getState()) {
            case ORDER_STATE_PAID -> order.getWhy().isEmpty() ? "ok" : "watch";
            case ORDER_STATE_PENDING -> "watch";
            case ORDER_STATE_FAILED -> "over";
            case ORDER_STATE_OPEN,
                    ORDER_STATE_EXPIRED,
                    ORDER_STATE_CANCELLED,
                    ORDER_STATE_UNSPECIFIED,
                    UNRECOGNIZED ->
                    "";
        };
    }

    /// What it is for.
    public static String amount(TopUpOrder order, Formats formats) {
        return order.getAmountNanos() == 0
                ? Texts.of("common.order.customer")
                : formats.money(order.getAmountNanos());
    }
}
