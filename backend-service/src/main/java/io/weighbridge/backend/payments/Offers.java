package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.payments.store.RefundOffer;
import io.weighbridge.backend.payments.store.RefundOfferState;

/// The rule of what becomes of an offer by how its page stands.
final class Offers {
    private Offers() {}

    /// How it stands next. While its page can be claimed, all of it counts as given back; then what
    /// is claimed and not cancelled, and never less than what was approved once.
    static RefundOffer next(RefundOffer now, RefundPages.Standing page, long nextAtMs, long nowMs) {
        long amount = now.amountNanos();
        long committed = Math.max(now.committedNanos(), Math.min(amount, page.committedNanos()));
        long claimed = Math.max(committed, Math.min(amount, page.claimedNanos()));
        // Once less counts as given back, more never does again: its credit may be spent.
        long given = page.isOver() ? Math.min(now.givenNanos(), claimed) : now.givenNanos();
        boolean isSettled = page.paidNanos() >= page.claimedNanos();
        RefundOfferState state;
        String why = "";
        if (page.paidNanos() >= amount) {
            state = RefundOfferState.PAID;
        } else if (page.isOver() && isSettled) {
            state = RefundOfferState.CANCELLED;
            why =
                    committed > page.paidNanos()
                            ? "cancelled after it was approved: adjust the balance if no money went"
                            : "its page is over";
        } else if (committed > 0) {
            state = RefundOfferState.PAYING;
        } else {
            state = page.claimedNanos() > 0 ? RefundOfferState.CLAIMED : RefundOfferState.OFFERED;
        }
        return now.standing(state, why, given, committed, nextAtMs, nowMs);
    }
}
