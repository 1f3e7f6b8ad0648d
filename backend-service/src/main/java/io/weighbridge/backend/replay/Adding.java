package io.weighbridge.backend.replay;

/// Adds up calls. What no `long` holds stops a replay: it is an [ArithmeticException].
final class Adding {
    private long calls;
    private long before;
    private long after;
    private long unpricedCalls;
    private long unpricedBefore;
    private long costedCalls;
    private long cost;
    private long costedBefore;
    private long costedAfter;

    /// A call that the book prices.
    ///
    /// @param costNanos below 0 for not known
    void priced(long beforeNanos, long afterNanos, long costNanos) {
        calls++;
        before = Math.addExact(before, beforeNanos);
        after = Math.addExact(after, afterNanos);
        if (costNanos >= 0) {
            costedCalls++;
            cost = Math.addExact(cost, costNanos);
            costedBefore = Math.addExact(costedBefore, beforeNanos);
            costedAfter = Math.addExact(costedAfter, afterNanos);
        }
    }

    /// A call that it does not price.
    void unpriced(long beforeNanos) {
        calls++;
        before = Math.addExact(before, beforeNanos);
        unpricedCalls++;
        unpricedBefore = Math.addExact(unpricedBefore, beforeNanos);
    }

    Sums sums() {
        return new Sums(
                calls,
                before,
                after,
                unpricedCalls,
                unpricedBefore,
                costedCalls,
                cost,
                costedBefore,
                costedAfter);
    }
}
