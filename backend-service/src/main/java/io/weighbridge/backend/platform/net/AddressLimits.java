package io.weighbridge.backend.platform.net;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// How often one address may do something: some at once, then one in a while. All IPv6 addresses of
/// a /64 network count as one, because one subscriber has them all. There is no limit over all
/// addresses: with one, whoever has many could keep everybody else out. Guarded by this object's
/// monitor.
public final class AddressLimits {
    // Above that, the address that was silent for longest starts anew.
    private static final int ADDRESSES_MAX = 10_000;
    private static final IpAddress UNKNOWN = new IpAddress(0, 0);

    private final TimeSource time;
    private final String what;
    private final int atOnce;
    private final long refillMs;
    // When what an address did is worked off, in milliseconds that setting the clock does not
    // change.
    private final Map<IpAddress, Long> freeAtMs =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<IpAddress, Long> eldest) {
                    return size() > ADDRESSES_MAX;
                }
            };

    /// @param what they do, as the error names it, in the plural
    public AddressLimits(TimeSource time, String what, int atOnce, long refillMs) {
        this.time = time;
        this.what = what;
        this.atOnce = atOnce;
        this.refillMs = refillMs;
    }

    /// Counts one.
    ///
    /// @param from null when that is not known
    /// @throws Fault TOO_MANY_ATTEMPTS
    public synchronized void take(@Nullable IpAddress from) {
        IpAddress counted = counted(from);
        long nowMs = time.nanos() / 1_000_000;
        long free = Math.max(nowMs, freeAtMs.getOrDefault(counted, nowMs));
        long overMs = free + refillMs - nowMs - atOnce * refillMs;
        if (overMs > 0) {
            throw Fault.of(
                    ErrorCode.TOO_MANY_ATTEMPTS,
                    what
                            + ": too many from this address (expected: the next one in "
                            + Math.ceilDiv(overMs, 1_000)
                            + " s)");
        }
        // In the order of their last times.
        freeAtMs.remove(counted);
        freeAtMs.put(counted, free + refillMs);
    }

    /// What was taken counts no longer.
    ///
    /// @param from as it was for [#take]
    public synchronized void giveBack(@Nullable IpAddress from) {
        freeAtMs.computeIfPresent(counted(from), (_, free) -> free - refillMs);
    }

    /// What an address counts as: an IPv6 network, or nobody knows which.
    public static IpAddress counted(@Nullable IpAddress from) {
        IpAddress known = from == null ? UNKNOWN : from;
        return known.isV4() ? known : new IpAddress(known.high(), 0);
    }
}
