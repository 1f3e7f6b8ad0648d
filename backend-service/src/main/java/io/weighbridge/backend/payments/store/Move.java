package io.weighbridge.backend.payments.store;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// One step of a payment's credit. It is planned in the transaction that makes it due and done when
/// the ledger has it.
///
/// @param step from 1, without a gap
/// @param amountNanos above 0 gives, below 0 takes back
/// @param doneAtMs 0 while it is not
/// @param grantId that was made, 0 for none
/// @param balanceNanos the account's after it; 0 while it is not done
public record Move(
        long paymentId,
        int step,
        long amountNanos,
        long plannedAtMs,
        long doneAtMs,
        long grantId,
        long balanceNanos) {
    public static Move planned(long paymentId, int step, long amountNanos, long atMs) {
        return new Move(paymentId, step, amountNanos, atMs, 0, 0, 0);
    }

    public Move done(long grantId, long balanceNanos, long atMs) {
        return new Move(paymentId, step, amountNanos, plannedAtMs, atMs, grantId, balanceNanos);
    }

    /// The ledger's operation id: the same for the same step, also after a crash, so that the
    /// ledger does it once for ever. Of version 3, which no caller may ask for.
    public UUID operationId() {
        return operationId(paymentId, step);
    }

    /// That of a step.
    public static UUID operationId(long paymentId, int step) {
        String name = "payment " + paymentId + " step " + step;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
    }
}
