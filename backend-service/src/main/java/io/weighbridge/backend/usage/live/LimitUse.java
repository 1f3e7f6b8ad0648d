package io.weighbridge.backend.usage.live;

/// How much of a limit is used now.
///
/// @param used may be above the limit
/// @param limit -1 when there is none
public record LimitUse(long used, long limit) {
    /// No limit.
    public static final LimitUse NONE = new LimitUse(0, -1);

    // A bar of fewer than twenty steps looks the same.
    private static final int STEPS = 20;

    /// A limit, or none when it is below 0.
    public static LimitUse of(long used, long limit) {
        return limit < 0 ? NONE : new LimitUse(used, limit);
    }

    /// Whether somebody who sees the other one sees as much: what is used drains all the time, and
    /// must not be told all the time. Nothing, and all of it, are told exactly.
    boolean looksLike(LimitUse other) {
        if (limit != other.limit || (used == 0) != (other.used == 0)) {
            return false;
        }
        return isFull() == other.isFull() && Math.abs(used - other.used) <= limit / STEPS;
    }

    private boolean isFull() {
        return limit >= 0 && used >= limit;
    }
}
