package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.provider.CardOnFile;
import io.weighbridge.backend.payments.provider.SavedCards;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.util.Optional;

/// Cards that Stripe keeps for us, charged while their owners are not there.
final class StripeCards implements SavedCards {
    // Stripe keeps idempotency keys for a day at least; clocks differ, and calls take a while.
    private static final long REPEATABLE_MS = 20 * 60 * 60_000L;

    private final StripeHttp stripe;

    StripeCards(StripeHttp stripe) {
        this.stripe = stripe;
    }

    @Override
    public long repeatableMs() {
        return REPEATABLE_MS;
    }

    @Override
    public Optional<CardOnFile> cardOf(String checkout) {
        if (!StripeJson.isId(checkout)) {
            return Optional.empty();
        }
        JsonNode session = stripe.sessionWithCard(checkout);
        JsonNode method = session.path("payment_intent").path("payment_method");
        JsonNode card = method.path("card");
        String customer = StripeJson.id(session, "customer");
        String id = StripeJson.id(method, "id");
        if (customer.isEmpty() || id.isEmpty() || !card.isObject()) {
            return Optional.empty();
        }
        return Optional.of(
                new CardOnFile(
                        customer,
                        id,
                        StripeJson.word(card, "brand"),
                        StripeJson.word(card, "last4"),
                        "%d-%02d"
                                .formatted(
                                        Math.max(0, StripeJson.amount(card, "exp_year")),
                                        Math.max(0, StripeJson.amount(card, "exp_month")))));
    }

    @Override
    public CardAnswer charge(CardCharge charge) {
        return stripe.charge(
                charge,
                StripeAmounts.ofNanos(charge.order().totalNanos(), charge.order().currency()));
    }

    @Override
    public CardAnswer find(CardCharge charge, String reference) {
        if (!reference.isEmpty()) {
            return StripeIntents.answer(stripe.payment(reference));
        }
        for (JsonNode intent : stripe.payments(charge.customer(), charge.sinceMs())) {
            if (StripeIntents.isOurs(intent)
                    && StripeJson.order(intent).equals(charge.order().id())) {
                return StripeIntents.answer(intent);
            }
        }
        return new CardAnswer.Unknown();
    }

    @Override
    public void forget(CardOnFile card) {
        try {
            stripe.forget(card.method());
        } catch (Fault fault) {
            // It knows none, or has forgotten it already.
            if (fault.code() != ErrorCode.PROVIDER_REFUSED) {
                throw fault;
            }
        }
    }
}
