package io.weighbridge.backend.payments.stripe;

import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

/// When a session is to close by itself. Stripe takes 30 minutes to 24 hours from now; an order may
/// have less or more left. Asked again for one order it says the same, unless a bound was crossed
/// meanwhile: then another session is opened, and the first one's page was never shown.
///
/// @param atSeconds since 1970
/// @param key the request's Idempotency-Key
record SessionEnd(long atSeconds, String key) {
    private static final long LEAST_S = 30 * 60;
    private static final long HOUR_S = 60 * 60;
    private static final long MOST_S = 24 * HOUR_S;
    // The request takes a while, and clocks differ.
    private static final long MARGIN_S = 120;

    /// @param installation that the session is marked with
    /// @throws Fault PROVIDER_REFUSED when the order is over
    static SessionEnd of(OrderToPay order, String installation, long nowMs) {
        long endS = order.expiresAtMs() / 1_000;
        long leftS = endS - nowMs / 1_000;
        if (leftS <= 0) {
            throw Fault.of(
                    ErrorCode.PROVIDER_REFUSED,
                    "order: " + order.id() + " is over (expected: one that can still be paid)");
        }
        // One key stands for one session: with the card, or after one that ended, it is another.
        String nth = order.checkout() == 1 ? "" : "-" + order.checkout();
        // Marked with the installation: with another mark it is another, too.
        String key = order.id() + nth + (order.savesCard() ? "-card" : "") + "-" + installation;
        if (leftS < LEAST_S + MARGIN_S) {
            return new SessionEnd(endS + LEAST_S + MARGIN_S, key + "-late");
        }
        if (leftS > MOST_S - MARGIN_S) {
            long laterS = nowMs / 1_000 / HOUR_S * HOUR_S + MOST_S - HOUR_S;
            return new SessionEnd(laterS, key + "-" + laterS);
        }
        return new SessionEnd(endS, key);
    }
}
