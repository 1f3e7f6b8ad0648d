package io.weighbridge.backend.gate.keys;

import io.weighbridge.backend.keys.CreditPeriod;

/// What was charged to a key in the present day and month, and ever. Guarded by the account's
/// monitor.
public final class KeySpending {
    private long dayNanos;
    private long monthNanos;
    private long everNanos;
    private long dayEndsMs;
    private long monthEndsMs;

    /// Charged in the present period.
    long nanos(CreditPeriod period, long nowMs) {
        roll(nowMs);
        return switch (period) {
            case DAY -> dayNanos;
            case MONTH -> monthNanos;
            case EVER -> everNanos;
        };
    }

    private void roll(long nowMs) {
        if (nowMs >= dayEndsMs) {
            dayNanos = 0;
            dayEndsMs = CreditPeriod.DAY.endMs(nowMs);
            if (nowMs >= monthEndsMs) {
                monthNanos = 0;
                monthEndsMs = CreditPeriod.MONTH.endMs(nowMs);
            }
        }
    }

    /// At the start: what was charged before it.
    public void set(long ofDayNanos, long ofMonthNanos, long ofEverNanos, long nowMs) {
        roll(nowMs);
        dayNanos = ofDayNanos;
        monthNanos = ofMonthNanos;
        everNanos = ofEverNanos;
    }

    void add(long nanos, long atMs) {
        roll(atMs);
        dayNanos += nanos;
        monthNanos += nanos;
        everNanos += nanos;
    }
}
