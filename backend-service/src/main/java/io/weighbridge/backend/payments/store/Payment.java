package io.weighbridge.backend.payments.store;

/// Money that came for an order. The three amounts are states that the provider told last; what the
/// account must have got for it follows from them alone.
///
/// @param orderId what it was for
/// @param accountId who has the credit
/// @param provider who took the money
/// @param reference the provider's id of it
/// @param checkout the provider's id of the checkout it came through
/// @param arrivedNanos all that arrived
/// @param refundedNanos all that was given back
/// @param disputedNanos what open and lost disputes are about
/// @param creditedNanos what the account has got for it until now, planned moves included
/// @param steps how many moves there are
/// @param receipt its number, as `2026-000017`; empty while there is none
/// @param receiptArrivedNanos what had arrived when it got its receipt; 0 before
/// @param receiptCreditedNanos what the account got for it then
/// @param createdAtMs when we first heard of it
/// @param changedAtMs when an amount changed last
public record Payment(
        long id,
        long orderId,
        long accountId,
        String provider,
        String reference,
        String checkout,
        long arrivedNanos,
        long refundedNanos,
        long disputedNanos,
        long creditedNanos,
        int steps,
        String receipt,
        long receiptArrivedNanos,
        long receiptCreditedNanos,
        long createdAtMs,
        long changedAtMs) {
    /// What is left of the money: the part that can be given back, and that credit stands for.
    public long keptNanos() {
        return Math.max(0, arrivedNanos - refundedNanos - disputedNanos);
    }

    /// One that was heard of just now.
    public static Payment first(
            long id,
            Order order,
            String provider,
            String reference,
            String checkout,
            long arrivedNanos,
            long atMs) {
        return new Payment(
                id,
                order.id(),
                order.accountId(),
                provider,
                reference,
                checkout,
                arrivedNanos,
                0,
                0,
                0,
                0,
                "",
                0,
                0,
                atMs,
                atMs);
    }

    public Payment arrived(long newArrivedNanos, long atMs) {
        return with(newArrivedNanos, refundedNanos, disputedNanos, creditedNanos, steps, atMs);
    }

    public Payment standing(long newRefundedNanos, long newDisputedNanos, long atMs) {
        return with(arrivedNanos, newRefundedNanos, newDisputedNanos, creditedNanos, steps, atMs);
    }

    /// One more step is planned.
    public Payment moved(long newCreditedNanos) {
        return with(
                arrivedNanos,
                refundedNanos,
                disputedNanos,
                newCreditedNanos,
                steps + 1,
                changedAtMs);
    }

    private Payment with(
            long newArrivedNanos,
            long newRefundedNanos,
            long newDisputedNanos,
            long newCreditedNanos,
            int newSteps,
            long atMs) {
        return new Payment(
                id,
                orderId,
                accountId,
                provider,
                reference,
                checkout,
                newArrivedNanos,
                newRefundedNanos,
                newDisputedNanos,
                newCreditedNanos,
                newSteps,
                receipt,
                receiptArrivedNanos,
                receiptCreditedNanos,
                createdAtMs,
                atMs);
    }

    /// Whether it is another by now than its receipt says.
    public boolean isOtherThanReceipt() {
        return arrivedNanos != receiptArrivedNanos
                || creditedNanos != receiptCreditedNanos
                || refundedNanos != 0
                || disputedNanos != 0;
    }

    /// Whether its amounts are the same.
    public boolean sameAs(Payment other) {
        return arrivedNanos == other.arrivedNanos
                && refundedNanos == other.refundedNanos
                && disputedNanos == other.disputedNanos
                && steps == other.steps;
    }
}
