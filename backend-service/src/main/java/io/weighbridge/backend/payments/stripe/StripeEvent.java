package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/// The envelope of a webhook.
///
/// @param id the same for every delivery
/// @param type such as `charge.refunded`
/// @param live whether it is about real money
/// @param account of a connected account; empty for our own
/// @param object what it is about, as it was when the event was made
record StripeEvent(String id, String type, boolean live, String account, JsonNode object) {
    /// What an event can mean to us.
    enum Kind {
        PAID,
        FAILED,
        EXPIRED,
        /// What became of a payment itself: looked at where a saved card was charged.
        CHARGE,
        /// Refunds and disputes.
        STANDING,
        OTHER
    }

    /// Empty when it is none.
    static Optional<StripeEvent> read(byte[] body) {
        JsonNode root = StripeJson.read(body);
        StripeEvent event =
                new StripeEvent(
                        StripeJson.id(root, "id"),
                        StripeJson.word(root, "type"),
                        root.path("livemode").asBoolean(),
                        StripeJson.word(root, "account"),
                        root.path("data").path("object"));
        boolean isEvent = !event.id.isEmpty() && event.type.matches("[a-z0-9_.]+");
        return isEvent ? Optional.of(event) : Optional.empty();
    }

    /// What it means to us.
    Kind kind() {
        return switch (type) {
            case "checkout.session.completed", "checkout.session.async_payment_succeeded" ->
                    Kind.PAID;
            case "checkout.session.async_payment_failed" -> Kind.FAILED;
            case "checkout.session.expired" -> Kind.EXPIRED;
            case "payment_intent.succeeded",
                    "payment_intent.payment_failed",
                    "payment_intent.processing",
                    "payment_intent.canceled" ->
                    Kind.CHARGE;
            default -> isStanding() ? Kind.STANDING : Kind.OTHER;
        };
    }

    private boolean isStanding() {
        return type.startsWith("charge.refund")
                || type.startsWith("charge.dispute.")
                || type.startsWith("refund.");
    }

    /// The payment that a refund or a dispute is of; empty when it names none.
    String payment() {
        return StripeJson.id(object, "payment_intent");
    }

    /// What events are handled one after another for: the payment, else the session or what else
    /// it is, else the event itself.
    String about() {
        if (kind() == Kind.STANDING && !payment().isEmpty()) {
            return payment();
        }
        String own = StripeJson.id(object, "id");
        return own.isEmpty() ? id : own;
    }
}
