package io.weighbridge.backend.payments.store;

/// A checkout that was opened for an order. At each provider one is open at most: another is opened
/// after the last one has ended.
///
/// @param number of the order's checkouts at this provider, from 1
/// @param reference the provider's id of it; empty while its answer is not known
/// @param page where it is paid; empty while the answer is not known, and where there is none
/// @param kind how it is paid
public record OpenedCheckout(
        long orderId,
        String provider,
        int number,
        String reference,
        String page,
        long expiresAtMs,
        long openedAtMs,
        CheckoutKind kind,
        CheckoutState state) {
    /// One that a provider is to be asked for: its answer is not known yet.
    public static OpenedCheckout asked(
            Order order, String provider, int number, CheckoutKind kind, long atMs) {
        return new OpenedCheckout(
                order.id(),
                provider,
                number,
                "",
                "",
                order.expiresAtMs(),
                atMs,
                kind,
                CheckoutState.OPEN);
    }

    /// It with the provider's answer.
    ///
    /// @param newPage empty where there is none
    public OpenedCheckout answered(String newReference, String newPage, long newExpiresAtMs) {
        return new OpenedCheckout(
                orderId,
                provider,
                number,
                newReference,
                newPage,
                newExpiresAtMs,
                openedAtMs,
                kind,
                state);
    }

    /// It, paid in another way.
    public OpenedCheckout with(CheckoutKind newKind) {
        return new OpenedCheckout(
                orderId,
                provider,
                number,
                reference,
                page,
                expiresAtMs,
                openedAtMs,
                newKind,
                state);
    }

    /// It in another state.
    public OpenedCheckout with(CheckoutState newState) {
        return new OpenedCheckout(
                orderId,
                provider,
                number,
                reference,
                page,
                expiresAtMs,
                openedAtMs,
                kind,
                newState);
    }

    /// Whether it can be paid no more.
    public boolean isEnded() {
        return state == CheckoutState.ENDED;
    }
}
