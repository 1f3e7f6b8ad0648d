package io.weighbridge.backend.payments.stripe;

import static io.weighbridge.backend.payments.stripe.StripeJson.NO_AMOUNT;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Told.CloseReason;
import io.weighbridge.backend.payments.provider.Told.Dispute;
import io.weighbridge.backend.payments.provider.Told.Dispute.Stage;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Stripe's objects in our words.
final class StripeStates {
    // Of refunds that give nothing back.
    private static final Set<String> UNDONE = Set.of("failed", "canceled");
    // Of payments that come to nothing.
    private static final Set<String> FAILED = Set.of("requires_payment_method", "canceled");

    private StripeStates() {}

    /// What a session is for; empty when it lacks a part of it.
    static Optional<OrderClaim> claim(JsonNode session) {
        String id = StripeJson.id(session, "id");
        long total = StripeJson.amount(session, "amount_total");
        String currency = StripeJson.currency(session);
        if (id.isEmpty() || total == NO_AMOUNT || currency.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new OrderClaim(StripeJson.order(session), id, nanos(total, currency), currency));
    }

    /// A session that the customer has gone through.
    static Told paid(JsonNode session, OrderClaim claim) {
        return switch (StripeJson.word(session, "payment_status")) {
            case "paid", "no_payment_required" -> {
                String payment = StripeJson.id(session, "payment_intent");
                // By another id its refunds and disputes would never find it.
                if (payment.isEmpty()) {
                    throw notUnderstood("a paid session without its payment");
                }
                yield new Told.Arrived(claim, payment, claim.totalNanos());
            }
            case "unpaid" -> new Told.Waiting(claim);
            default -> throw notUnderstood("a session without a known payment_status");
        };
    }

    static Told failed(OrderClaim claim) {
        return new Told.Closed(claim, CloseReason.FAILED, "the payment failed");
    }

    static Told expired(OrderClaim claim) {
        return new Told.Closed(claim, CloseReason.EXPIRED, "nobody paid in time");
    }

    /// A session as it is now.
    ///
    /// @param session with its payment, if it has one, expanded
    static Optional<Told> now(JsonNode session, OrderClaim claim) {
        return switch (StripeJson.word(session, "status")) {
            case "open" -> Optional.empty();
            case "expired" -> Optional.of(expired(claim));
            case "complete" -> {
                Told told = paid(session, claim);
                String payment = StripeJson.word(session.path("payment_intent"), "status");
                yield Optional.of(
                        told instanceof Told.Waiting && FAILED.contains(payment)
                                ? failed(claim)
                                : told);
            }
            default -> throw notUnderstood("a session without a known status");
        };
    }

    /// A payment as it is now.
    ///
    /// @param refunds all of it
    /// @param disputes all of it
    static Told.Standing standing(
            JsonNode payment, List<JsonNode> refunds, List<JsonNode> disputes) {
        String currency = StripeJson.currency(payment);
        long refundedNanos = 0;
        for (JsonNode refund : refunds) {
            if (!UNDONE.contains(StripeJson.word(refund, "status"))) {
                refundedNanos = Math.addExact(refundedNanos, nanos(refund, "amount", currency));
            }
        }
        List<Dispute> all = new ArrayList<>();
        for (JsonNode dispute : disputes) {
            all.add(dispute(dispute, payment, currency));
        }
        return new Told.Standing(
                StripeJson.id(payment, "id"), currency, refundedNanos, List.copyOf(all));
    }

    // An inquiry takes no money from us, so it takes no credit: it becomes a dispute, or does not.
    // What Stripe may call a state one day is taken for open.
    private static Dispute dispute(JsonNode dispute, JsonNode payment, String currency) {
        String status = StripeJson.word(dispute, "status");
        Stage stage =
                switch (status) {
                    case "lost" -> Stage.LOST;
                    case "won", "warning_closed", "prevented" -> Stage.WON;
                    default -> Stage.OPEN;
                };
        boolean isInquiry = status.startsWith("warning_");
        boolean isAlike = StripeJson.currency(dispute).equals(currency);
        long amountNanos =
                isAlike
                        ? nanos(dispute, "amount", currency)
                        : nanos(payment, "amount_received", currency);
        String id = StripeJson.id(dispute, "id");
        if (id.isEmpty()) {
            throw notUnderstood("a dispute without id");
        }
        return new Dispute(
                id, isInquiry ? 0 : amountNanos, stage, StripeJson.word(dispute, "reason"));
    }

    /// An amount in nano-units.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE when it is missing or none
    static long nanos(JsonNode of, String field, String currency) {
        long amount = StripeJson.amount(of, field);
        if (amount == NO_AMOUNT || currency.isEmpty()) {
            throw notUnderstood("no amount or no currency of a payment, refund or dispute");
        }
        return nanos(amount, currency);
    }

    private static long nanos(long amount, String currency) {
        try {
            return StripeAmounts.toNanos(amount, currency);
        } catch (Fault fault) {
            throw notUnderstood(fault.text());
        }
    }

    /// Something is missing in what Stripe says: nothing is concluded from it, and it is looked at
    /// again later.
    static Fault notUnderstood(String what) {
        return Fault.of(
                ErrorCode.PROVIDER_UNAVAILABLE,
                "stripe: " + what + " (expected: as in its API reference)");
    }
}
