package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.Adjusting;
import io.weighbridge.backend.payments.store.Payment;

/// What came of asking for a refund.
public sealed interface RefundAnswer {
    /// The money was given back, now or before.
    record Refunded(Payment payment) implements RefundAnswer {}

    /// It is more than who asks may give back alone, and waits for a second person; nothing moved.
    record Waiting(Adjusting.Pending pending) implements RefundAnswer {}
}
