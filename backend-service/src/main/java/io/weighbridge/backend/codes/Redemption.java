package io.weighbridge.backend.codes;

/// What came of redeeming a code.
public sealed interface Redemption {
    /// The account has its credit.
    ///
    /// @param expiresAtMs of the credit
    /// @param grantId that it is in
    /// @param repeated whether the account had it before
    record Redeemed(
            String campaign, long amountNanos, long expiresAtMs, long grantId, boolean repeated)
            implements Redemption {}

    /// Nothing was given.
    record Refused(Reason reason) implements Redemption {}

    /// Why nothing was given. The number is the same as in the contract.
    enum Reason {
        /// It cannot be a code.
        MISTYPED(1),
        UNKNOWN(2),
        /// By another account.
        USED(3),
        EXPIRED(4),
        VOID(5),
        /// The account used another code of the campaign.
        ONE_PER_ACCOUNT(6),
        ACCOUNT_SUSPENDED(7);

        private final int number;

        Reason(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
