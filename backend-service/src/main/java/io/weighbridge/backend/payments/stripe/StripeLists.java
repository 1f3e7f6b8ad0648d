package io.weighbridge.backend.payments.stripe;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.ListedPayment;
import io.weighbridge.backend.payments.provider.PaymentLists;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Payments by what moved on the balance: unlike lists of payments by their beginning, it has a
/// delayed payment on the day on which the money came, and what became of old ones. Most cost no
/// call of their own; one with a refund or a dispute costs three.
final class StripeLists implements PaymentLists {
    private static final int PAGES_MAX = 50_000;

    private final StripeHttp stripe;
    private final Installation installation;

    /// @param installation whose payments are listed, and those that are marked as nobody's
    StripeLists(StripeHttp stripe, Installation installation) {
        this.stripe = stripe;
        this.installation = installation;
    }

    @Override
    public void changed(long fromMs, long toMs, Consumer<List<ListedPayment>> page) {
        // Those that were asked for one by one: some movements are of the same payment.
        Set<String> asked = new HashSet<>();
        String after = "";
        for (int i = 0; i < PAGES_MAX; i++) {
            JsonNode answer =
                    stripe.movements(Math.ceilDiv(fromMs, 1_000), Math.ceilDiv(toMs, 1_000), after);
            List<ListedPayment> found = new ArrayList<>();
            for (JsonNode movement : answer.path("data")) {
                after = StripeJson.id(movement, "id");
                payment(movement, asked).ifPresent(found::add);
            }
            page.accept(found);
            if (!answer.path("has_more").asBoolean()) {
                return;
            }
            if (after.isEmpty()) {
                throw StripeStates.notUnderstood("a movement without id");
            }
        }
        throw StripeStates.notUnderstood("more than " + PAGES_MAX + " pages of movements");
    }

    private Optional<ListedPayment> payment(JsonNode movement, Set<String> asked) {
        JsonNode source = movement.path("source");
        if (source.isTextual()) {
            throw StripeStates.notUnderstood("a movement without what moved it");
        }
        String payment = StripeJson.id(source, "payment_intent");
        if (payment.isEmpty() || asked.contains(payment)) {
            return Optional.empty();
        }
        return switch (StripeJson.word(source, "object")) {
            case "charge" -> {
                if (StripeJson.order(source).isEmpty()
                        || StripeJson.isForeign(source, installation)) {
                    yield Optional.empty();
                }
                yield isWhole(source) ? Optional.of(whole(source)) : asked(payment, asked);
            }
            case "refund", "dispute" -> asked(payment, asked);
            default -> Optional.empty();
        };
    }

    private Optional<ListedPayment> asked(String payment, Set<String> asked) {
        asked.add(payment);
        return look(payment, true);
    }

    // Nothing of it went back.
    private static boolean isWhole(JsonNode charge) {
        return StripeJson.word(charge, "status").equals("succeeded")
                && StripeJson.amount(charge, "amount_refunded") == 0
                && charge.path("disputed").isBoolean()
                && !charge.path("disputed").asBoolean();
    }

    private static ListedPayment whole(JsonNode charge) {
        return new ListedPayment(
                StripeJson.id(charge, "payment_intent"),
                StripeJson.order(charge),
                StripeJson.currency(charge),
                StripeStates.nanos(charge, "amount_captured", StripeJson.currency(charge)),
                0,
                0);
    }

    @Override
    public Optional<ListedPayment> look(String reference) {
        return look(reference, false);
    }

    private Optional<ListedPayment> look(String reference, boolean isOurs) {
        if (!StripeJson.isId(reference)) {
            return Optional.empty();
        }
        try {
            JsonNode payment = stripe.payment(reference);
            boolean isOther = isOurs && StripeJson.isForeign(payment, installation);
            return StripeJson.order(payment).isEmpty() || isOther
                    ? Optional.empty()
                    : Optional.of(standing(reference, payment));
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.PROVIDER_REFUSED) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private ListedPayment standing(String reference, JsonNode payment) {
        Told.Standing standing =
                StripeStates.standing(
                        payment, stripe.refunds(reference), stripe.disputes(reference));
        return new ListedPayment(
                reference,
                StripeJson.order(payment),
                standing.currency(),
                StripeStates.nanos(payment, "amount_received", standing.currency()),
                standing.refundedNanos(),
                standing.disputedNanos());
    }
}
