package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.Optional;
import java.util.UUID;

/// Who decides whether an operator's refund goes to the provider now, or waits for a second person.
public interface Refunding extends MovingAlone {
    /// What was decided.
    sealed interface Decision {}

    /// It goes now: who asks may do it alone. It counts already.
    record Alone() implements Decision {}

    /// It waits for a second person; nothing moved.
    record Waiting(Adjusting.Pending pending) implements Decision {}

    /// A second person approved it, and it was made.
    record Made() implements Decision {}

    /// What was asked for with this id and needs a second person, however it stands; empty for
    /// nothing.
    Optional<PaymentRefund> asked(UUID operationId);

    /// Decides on a refund of the operator who calls. A repeat is decided as before.
    ///
    /// @param use what it counts as when it goes alone
    /// @throws Fault OPERATION_REUSED, APPROVAL_CLOSED, TOO_MANY_APPROVALS
    Decision decide(UUID use, PaymentRefund asked);
}
