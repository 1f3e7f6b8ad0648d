package io.weighbridge.backend.payments.store;

import java.util.UUID;

/// Money of a payment that the customer claims on a page of the provider's.
///
/// @param id made of the payment and the operation: the page is found by it
/// @param amountNanos of the page
/// @param givenNanos what of it counts as given back: its credit is taken
/// @param committedNanos what was approved once, or sent: it never becomes less
/// @param why for people; empty for nothing to say
/// @param reference the provider's id of the page; empty while there is none
/// @param link the page; empty while there is none
/// @param askedAtMs when the provider was asked last to make the page; 0 for never
/// @param tries how often it was looked at in this state
/// @param nextAtMs when it is looked at next; 0 for never
public record RefundOffer(
        UUID id,
        long paymentId,
        long orderId,
        UUID operationId,
        long amountNanos,
        long givenNanos,
        long committedNanos,
        RefundOfferState state,
        String why,
        String reference,
        String link,
        long askedAtMs,
        int tries,
        long nextAtMs,
        long createdAtMs,
        long changedAtMs) {
    /// A new one, without a page.
    public static RefundOffer planned(
            UUID id,
            Payment payment,
            UUID operationId,
            long amountNanos,
            long nextAtMs,
            long nowMs) {
        return new RefundOffer(
                id,
                payment.id(),
                payment.orderId(),
                operationId,
                amountNanos,
                amountNanos,
                0,
                RefundOfferState.PLANNED,
                "",
                "",
                "",
                0,
                0,
                nextAtMs,
                nowMs,
                nowMs);
    }

    /// The provider is asked to make the page.
    public RefundOffer asked(long nowMs) {
        return new RefundOffer(
                id,
                paymentId,
                orderId,
                operationId,
                amountNanos,
                givenNanos,
                committedNanos,
                state,
                why,
                reference,
                link,
                nowMs,
                tries,
                nextAtMs,
                createdAtMs,
                changedAtMs);
    }

    /// There is a page.
    public RefundOffer offered(String newReference, String newLink, long newNextAtMs, long nowMs) {
        return new RefundOffer(
                id,
                paymentId,
                orderId,
                operationId,
                amountNanos,
                givenNanos,
                committedNanos,
                RefundOfferState.OFFERED,
                why,
                newReference,
                newLink,
                askedAtMs,
                0,
                newNextAtMs,
                createdAtMs,
                nowMs);
    }

    /// It stands otherwise now.
    ///
    /// @param newNextAtMs when it is looked at next, unless it has come to its end
    public RefundOffer standing(
            RefundOfferState newState,
            String newWhy,
            long newGivenNanos,
            long newCommittedNanos,
            long newNextAtMs,
            long nowMs) {
        return new RefundOffer(
                id,
                paymentId,
                orderId,
                operationId,
                amountNanos,
                newGivenNanos,
                newCommittedNanos,
                newState,
                newWhy,
                reference,
                link,
                askedAtMs,
                0,
                newState.isEnd() ? 0 : newNextAtMs,
                createdAtMs,
                nowMs);
    }
}
