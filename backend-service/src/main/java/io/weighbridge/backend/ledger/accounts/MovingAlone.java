package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.OptionalLong;
import java.util.UUID;

/// Who decides whether an operator moves money alone that needs no adjustment: a refund through a
/// provider, a payment that fitted nothing. It counts against the same limits.
public interface MovingAlone {
    /// What counts already for an operation that was tried before; empty for nothing.
    OptionalLong counted(UUID operationId);

    /// Counts an amount of the operator who calls, once for each operation.
    ///
    /// @throws Fault PERMISSION_DENIED when it is more than the operator may move alone at once or
    ///     in a day, OPERATION_REUSED
    void count(UUID operationId, long amountNanos);

    /// Takes back what was counted for an operation that moved nothing and never will.
    void forget(UUID operationId);
}
