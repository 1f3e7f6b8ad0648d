package io.weighbridge.backend.payments.provider;

/// A payment as its provider has it.
///
/// @param reference the provider's id of it
/// @param order what it says that it is for, in our text form; empty for nothing
/// @param currency ISO 4217, upper-case
/// @param arrivedNanos what arrived for certain and counts
/// @param refundedNanos what was given back; [#UNTOLD] when that is known of its refund pages alone
/// @param disputedNanos what open and lost disputes are about
public record ListedPayment(
        String reference,
        String order,
        String currency,
        long arrivedNanos,
        long refundedNanos,
        long disputedNanos) {
    /// It does not say what was given back.
    public static final long UNTOLD = -1;

    /// With what we know to be given back, where it does not say.
    public ListedPayment orRefunded(long nanos) {
        return refundedNanos != UNTOLD
                ? this
                : new ListedPayment(reference, order, currency, arrivedNanos, nanos, disputedNanos);
    }
}
