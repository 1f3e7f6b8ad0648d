package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.payments.provider.Verified;

/// A genuine event of a provider, without its body.
///
/// @param eventId the same each time it comes
/// @param type as the provider calls it
/// @param about the provider's id of what it is about
/// @param receivedAtMs when it came first
/// @param times how often it came
/// @param state what became of it
/// @param reason why; empty for nothing to say
/// @param waitsFor the provider's id of the payment that is not known yet; empty for none
/// @param attempts how often handling it failed
/// @param nextAtMs when it is handled again; 0 for never
/// @param decidedAtMs 0 for not yet
/// @param orderId that it turned out to be about; 0 for none
public record Delivery(
        long id,
        String provider,
        String eventId,
        String type,
        String about,
        long receivedAtMs,
        int times,
        DeliveryState state,
        String reason,
        String waitsFor,
        int attempts,
        long nextAtMs,
        long decidedAtMs,
        long orderId) {
    public static Delivery fresh(
            long id, String provider, Verified.Genuine event, long receivedAtMs, long nextAtMs) {
        return new Delivery(
                id,
                provider,
                event.eventId(),
                event.type(),
                event.about(),
                receivedAtMs,
                1,
                DeliveryState.STORED,
                "",
                "",
                0,
                nextAtMs,
                0,
                0);
    }

    /// The same, decided or to be handled again.
    public Delivery with(
            DeliveryState newState, String newReason, String newWaitsFor, long nextMs, long atMs) {
        return new Delivery(
                id,
                provider,
                eventId,
                type,
                about,
                receivedAtMs,
                times,
                newState,
                newReason,
                newWaitsFor,
                attempts,
                nextMs,
                newState.isOpen() ? 0 : atMs,
                orderId);
    }

    /// The same, about an order of ours.
    public Delivery about(long order) {
        return new Delivery(
                id,
                provider,
                eventId,
                type,
                about,
                receivedAtMs,
                times,
                state,
                reason,
                waitsFor,
                attempts,
                nextAtMs,
                decidedAtMs,
                order);
    }

    /// The same after handling it failed once more.
    public Delivery failed(String why, long nextMs) {
        return new Delivery(
                id,
                provider,
                eventId,
                type,
                about,
                receivedAtMs,
                times,
                state,
                why,
                waitsFor,
                attempts + 1,
                nextMs,
                0,
                orderId);
    }
}
