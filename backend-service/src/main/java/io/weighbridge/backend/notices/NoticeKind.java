package io.weighbridge.backend.notices;

/// What a notice is about. The number is that of the contract and of the store.
public enum NoticeKind {
    /// A secret of the key was found where others can read it.
    KEY_LEAKED(1),
    /// The balance fell below one that the owner wants to be told of.
    LOW_BALANCE(2),
    /// Money came in and is credit now, or credit came back, as after a dispute that was won.
    PAYMENT_RECEIVED(3),
    /// A payment failed, or what had been paid does not count.
    PAYMENT_FAILED(4),
    /// Money was given back, and its credit taken back.
    PAYMENT_REFUNDED(5),
    /// A cardholder objects to a payment, and its credit is taken back.
    PAYMENT_DISPUTED(6),
    /// Money came in that belongs to no order, or not as it is: an operator must decide.
    PAYMENT_UNMATCHED(7),
    /// The account was suspended because its balance was driven below zero.
    ACCOUNT_SUSPENDED(8),
    /// A key was revoked.
    KEY_REVOKED(9),
    /// The daily comparison of payments found differences, or is incomplete.
    RECONCILIATION(10),
    /// Automatic top-ups have ended, as money was taken back or the card was removed.
    AUTO_TOPUP_ENDED(11);

    private final int number;

    NoticeKind(int number) {
        this.number = number;
    }

    /// Its number in the contract.
    public int number() {
        return number;
    }

    /// The kind with this number.
    public static NoticeKind byNumber(int number) {
        for (NoticeKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("notice kind: " + number + " (expected: 1 to 11)");
    }
}
