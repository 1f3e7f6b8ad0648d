package io.weighbridge.console.feature.live;

import io.weighbridge.proto.v1.LimitUse;

/// A limit and how much of it is used.
///
/// @param used now; may be above the limit
/// @param limit -1 when there is none
/// @param service where; empty for a limit that is not a service's
record Limit(long used, long limit, String service) {
    static final Limit NONE = new Limit(0, -1, "");
    /// From here on a limit is near, in thousandths of it.
    static final int NEAR = 900;
    /// All of it, in thousandths.
    static final int WHOLE = 1_000;

    static Limit of(LimitUse use, String service) {
        return new Limit(use.getUsed(), use.getLimit(), service);
    }

    boolean exists() {
        return limit >= 0;
    }

    /// How much of it is used, in thousandths, at most all; 0 when there is none.
    int perMille() {
        if (limit < 0) {
            return 0;
        }
        if (used >= limit) {
            return WHOLE;
        }
        // Money does not leave room for a factor.
        return (int)
                (limit > Long.MAX_VALUE / WHOLE ? used / (limit / WHOLE) : used * WHOLE / limit);
    }

    boolean isNear() {
        return perMille() >= NEAR;
    }

    /// The one that stops calls sooner.
    Limit tighter(Limit other) {
        return other.exists() && (!exists() || other.perMille() > perMille()) ? other : this;
    }
}
