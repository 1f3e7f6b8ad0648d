package io.weighbridge.backend.payments.reconcile;

/// What the payments of a provider in a currency that were compared come to. What one side does not
/// know counts as 0 there.
///
/// @param payments how many
/// @param there by the provider
/// @param here by our payments
/// @param dueNanos the credit that these stand for
/// @param creditedNanos the credit that was decided
/// @param ledgerNanos the credit that the ledger moved
public record Total(
        String provider,
        String currency,
        long payments,
        Money there,
        Money here,
        long dueNanos,
        long creditedNanos,
        long ledgerNanos) {
    /// The three amounts of payments.
    public record Money(long arrivedNanos, long refundedNanos, long disputedNanos) {
        static final Money NONE = new Money(0, 0, 0);

        Money plus(long arrived, long refunded, long disputed) {
            return new Money(
                    Math.addExact(arrivedNanos, arrived),
                    Math.addExact(refundedNanos, refunded),
                    Math.addExact(disputedNanos, disputed));
        }
    }
}
