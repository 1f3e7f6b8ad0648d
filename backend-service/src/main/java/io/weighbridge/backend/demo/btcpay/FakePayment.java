package io.weighbridge.backend.demo.btcpay;

import java.math.BigDecimal;

/// A payment to an invoice. Guarded by its [FakeBtcpay].
final class FakePayment {
    private final String id;
    private final BigDecimal value;
    private final BigDecimal fee;
    private final long receivedMs;
    private int confirmations;
    private boolean isReplaced;
    private boolean isToldSettled;

    FakePayment(String id, BigDecimal value, BigDecimal fee, long receivedMs) {
        this.id = id;
        this.value = value;
        this.fee = fee;
        this.receivedMs = receivedMs;
    }

    String id() {
        return id;
    }

    BigDecimal value() {
        return value;
    }

    BigDecimal fee() {
        return fee;
    }

    long receivedMs() {
        return receivedMs;
    }

    /// A block came on top.
    void confirm() {
        if (!isReplaced) {
            confirmations++;
        }
    }

    /// Its block is undone.
    ///
    /// @param replaced whether its coins were spent otherwise meanwhile
    void undo(boolean replaced) {
        confirmations = 0;
        isReplaced = replaced;
    }

    boolean isSettled(int blocks) {
        return !isReplaced && confirmations >= blocks;
    }

    boolean isAccounted() {
        return !isReplaced;
    }

    String status(int blocks) {
        if (isReplaced) {
            return "Invalid";
        }
        return isSettled(blocks) ? "Settled" : "Processing";
    }

    /// Whether it is settled and nobody was told yet; true once.
    boolean isNewlySettled(int blocks) {
        boolean isNew = isSettled(blocks) && !isToldSettled;
        isToldSettled |= isNew;
        return isNew;
    }
}
