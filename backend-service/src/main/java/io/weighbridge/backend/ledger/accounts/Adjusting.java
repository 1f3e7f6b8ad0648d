package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.platform.fault.Fault;

/// Who decides whether an operator's adjustment moves money now, or waits for a second person.
public interface Adjusting {
    /// What became of it.
    sealed interface Outcome {}

    /// It moved money, now or before.
    record Moved(Credit.Done done) implements Outcome {}

    /// It waits for a second person; nothing moved.
    record Pending(long approvalId, String requestHash, long expiresAtMs) implements Outcome {}

    /// Adjusts for the operator who calls.
    ///
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN, OPERATION_REUSED, INSUFFICIENT_CREDIT,
    ///     APPROVAL_CLOSED, TOO_MANY_APPROVALS
    Outcome adjust(Adjustment asked);
}
