package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.Nanos;

/// What a person adjusts alone.
///
/// @param unlimited whether it is whatever they want
/// @param singleNanos of one adjustment, without its sign
/// @param dayNanos of all adjustments of the last 24 hours together, without their signs
record AdjustmentLimit(boolean unlimited, long singleNanos, long dayNanos) {
    static final AdjustmentLimit UNLIMITED = new AdjustmentLimit(true, 0, 0);
    static final AdjustmentLimit NOTHING = new AdjustmentLimit(false, 0, 0);

    /// @throws Fault INVALID_FIELD
    AdjustmentLimit checked() {
        Check.range("single_nanos", singleNanos, 0, Nanos.AMOUNT_MAX);
        Check.range("day_nanos", dayNanos, 0, Nanos.AMOUNT_MAX);
        return this;
    }

    /// Whether an amount may move now.
    ///
    /// @param usedNanos of the last 24 hours
    boolean covers(long amountNanos, long usedNanos) {
        long amount = Math.abs(amountNanos);
        return unlimited || (amount <= singleNanos && amount <= dayNanos - usedNanos);
    }

    /// The same for what waits for no second person.
    ///
    /// @throws Fault PERMISSION_DENIED when it may not
    void requireCovered(long amountNanos, long usedNanos) {
        if (!covers(amountNanos, usedNanos)) {
            throw Fault.of(
                    ErrorCode.PERMISSION_DENIED,
                    "amount_nanos: "
                            + amountNanos
                            + " (expected: at most what you may move alone, "
                            + singleNanos
                            + " at once and "
                            + dayNanos
                            + " in a day, of which "
                            + usedNanos
                            + " are used)");
        }
    }
}
