package io.weighbridge.console.feature.payments;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.DeliveryState;
import io.weighbridge.proto.v1.DisputeStage;
import io.weighbridge.proto.v1.RefundOfferState;

/// Words of deliveries, disputes and offers of refunds, and how they look: ok, watch, over,
/// blocked, empty for none.
final class PaymentWords {
    private PaymentWords() {}

    static String delivery(DeliveryState state) {
        return Texts.word("payments.delivery.", state.name());
    }

    static String deliveryStyle(DeliveryState state) {
        return switch (state) {
            case DELIVERY_STATE_HANDLED, DELIVERY_STATE_ASSIGNED -> "ok";
            case DELIVERY_STATE_STORED, DELIVERY_STATE_WAITING -> "watch";
            case DELIVERY_STATE_UNMATCHED -> "over";
            case DELIVERY_STATE_OF_NO_INTEREST, DELIVERY_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    static String dispute(DisputeStage stage) {
        return Texts.word("payments.dispute.", stage.name());
    }

    static String disputeStyle(DisputeStage stage) {
        return switch (stage) {
            case DISPUTE_STAGE_OPEN -> "watch";
            case DISPUTE_STAGE_LOST -> "over";
            case DISPUTE_STAGE_WON -> "ok";
            case DISPUTE_STAGE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    static String offer(RefundOfferState state) {
        return Texts.word("payments.offer.", state.name());
    }

    static String offerStyle(RefundOfferState state) {
        return switch (state) {
            case REFUND_OFFER_STATE_PAID -> "ok";
            case REFUND_OFFER_STATE_PLANNED,
                    REFUND_OFFER_STATE_OFFERED,
                    REFUND_OFFER_STATE_CLAIMED,
                    REFUND_OFFER_STATE_PAYING ->
                    "watch";
            case REFUND_OFFER_STATE_REFUSED -> "over";
            case REFUND_OFFER_STATE_CANCELLED, REFUND_OFFER_STATE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }
}
