package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.platform.fault.Fault;

/// Who makes the refunds that a second person approved.
public interface RefundMaker {
    /// Whether it can be made as things stand.
    ///
    /// @throws Fault PAYMENT_UNKNOWN, INVALID_FIELD, REFUND_ABOVE_PAYMENT, INSUFFICIENT_CREDIT when
    ///     it cannot
    void requirePossible(PaymentRefund asked);

    /// Makes it, however often it is called once.
    ///
    /// @throws Fault PROVIDER_REFUSED when nothing moved and nothing will; every other says that it
    ///     may have happened
    void make(PaymentRefund asked);
}
