package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Told.CloseReason;

import java.util.Optional;
import java.util.Set;

/// Charges to saved cards in our words. Only payments with our mark of such a charge count: that of
/// a session is told by its session.
final class StripeIntents {
    /// In the metadata of our charges to saved cards.
    static final String MARK = "weighbridge_saved_card";

    /// What every payment's id begins with.
    static final String PREFIX = "pi_";

    private static final String YES = "yes";
    // An off-session charge that waits for somebody has failed: nobody is there.
    private static final Set<String> NO_MONEY =
            Set.of(
                    "requires_payment_method",
                    "requires_confirmation",
                    "requires_action",
                    "canceled");
    // Of a card that cannot do better another time, or whose owner must be asked.
    private static final Set<String> FINAL =
            Set.of(
                    "authentication_required",
                    "authentication_not_handled",
                    "card_not_supported",
                    "currency_not_supported",
                    "expired_card",
                    "fraudulent",
                    "incorrect_number",
                    "invalid_account",
                    "invalid_number",
                    "lost_card",
                    "new_account_information_available",
                    "pickup_card",
                    "restricted_card",
                    "revocation_of_all_authorizations",
                    "revocation_of_authorization",
                    "security_violation",
                    "stolen_card",
                    "stop_payment_order",
                    "transaction_not_allowed");

    private StripeIntents() {}

    static boolean isOurs(JsonNode intent) {
        return !StripeJson.order(intent).isEmpty()
                && StripeJson.word(intent.path("metadata"), MARK).equals(YES);
    }

    /// What a charge is for; empty when it lacks a part of it.
    static Optional<OrderClaim> claim(JsonNode intent) {
        String id = StripeJson.id(intent, "id");
        String currency = StripeJson.currency(intent);
        if (id.isEmpty() || StripeJson.amount(intent, "amount") < 0 || currency.isEmpty()) {
            return Optional.empty();
        }
        long totalNanos = StripeStates.nanos(intent, "amount", currency);
        return Optional.of(new OrderClaim(StripeJson.order(intent), id, totalNanos, currency));
    }

    /// How it stands; empty when that says nothing yet.
    static Optional<Told> now(JsonNode intent, OrderClaim claim) {
        String status = StripeJson.word(intent, "status");
        if (NO_MONEY.contains(status)) {
            String why = "the saved card was declined: " + code(intent);
            return Optional.of(new Told.Closed(claim, CloseReason.FAILED, why));
        }
        return switch (status) {
            case "succeeded" ->
                    Optional.of(
                            new Told.Arrived(
                                    claim,
                                    claim.checkout(),
                                    StripeStates.nanos(
                                            intent, "amount_received", claim.currency())));
            case "processing" -> Optional.of(new Told.Waiting(claim));
            default -> Optional.empty();
        };
    }

    /// What came of a charge.
    static CardAnswer answer(JsonNode intent) {
        String id = StripeJson.id(intent, "id");
        String status = StripeJson.word(intent, "status");
        if (id.isEmpty() || status.isEmpty()) {
            throw StripeStates.notUnderstood("a charge without id or status");
        }
        return NO_MONEY.contains(status) ? declined(id, code(intent)) : new CardAnswer.Made(id);
    }

    /// @param id of the payment; empty for none
    static CardAnswer.Declined declined(String id, String code) {
        return new CardAnswer.Declined(id, code, FINAL.contains(code));
    }

    private static String code(JsonNode intent) {
        JsonNode error = intent.path("last_payment_error");
        String reason = StripeJson.word(error, "decline_code");
        String code = reason.isEmpty() ? StripeJson.word(error, "code") : reason;
        if (!code.isEmpty()) {
            return code;
        }
        return StripeJson.word(intent, "status").equals("requires_action")
                ? "authentication_required"
                : "no reason told";
    }
}
