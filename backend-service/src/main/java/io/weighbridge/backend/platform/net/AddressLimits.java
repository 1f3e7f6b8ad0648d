package io.weighbridge.backend.platform.net;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

/// How often one address may do something: some at once, then one in a while. All IPv6 addresses of
/// a /64 network count as one, because one subscriber has them all. There is no limit over all
/// addresses: with one, whoever has many could keep everybody else out. Safe for sharing.
public final class AddressLimits {
    private static final IpAddress UNKNOWN = new IpAddress(0, 0);

    private final String what;
    private final KeyedLimits<IpAddress> limits;

    /// @param what they do, as the error names it, in the plural
    public AddressLimits(TimeSource time, String what, int atOnce, long refillMs) {
        this.what = what;
        this.limits = new KeyedLimits<>(time, atOnce, refillMs);
    }

    /// Counts one.
    ///
    /// @param from null when that is not known
    /// @throws Fault TOO_MANY_ATTEMPTS
    public void take(@Nullable IpAddress from) {
        long overMs = limits.take(counted(from));
        if (overMs > 0) {
            throw Fault.of(
                    ErrorCode.TOO_MANY_ATTEMPTS,
                    what
                            + ": too many from this address (expected: the next one in "
                            + Math.ceilDiv(overMs, 1_000)
                            + " s)");
        }
    }

    /// What was taken counts no longer.
    ///
    /// @param from as it was for [#take]
    public void giveBack(@Nullable IpAddress from) {
        limits.giveBack(counted(from));
    }

    /// What an address counts as: an IPv6 network, or nobody knows which.
    public static IpAddress counted(@Nullable IpAddress from) {
        IpAddress known = from == null ? UNKNOWN : from;
        return known.isV4() ? known : new IpAddress(known.high(), 0);
    }
}
