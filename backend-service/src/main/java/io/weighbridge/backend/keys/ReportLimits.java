package io.weighbridge.backend.keys;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// How often one address may report leaks: some at once, then one in a while. All IPv6 addresses of
/// a /64 network count as one, because one subscriber has them all. There is no limit over all
/// addresses: with one, whoever has many could keep true reports out. Guarded by this object's
/// monitor.
final class ReportLimits {
    static final int AT_ONCE = 30;
    static final long REFILL_MS = 2_000;

    // Above that, the address that was silent for longest starts anew.
    private static final int ADDRESSES_MAX = 10_000;
    private static final IpAddress UNKNOWN = new IpAddress(0, 0);

    private final TimeSource time;
    // When the reports of an address are worked off, in milliseconds that setting the clock does
    // not
    // change.
    private final Map<IpAddress, Long> freeAtMs =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<IpAddress, Long> eldest) {
                    return size() > ADDRESSES_MAX;
                }
            };

    ReportLimits(TimeSource time) {
        this.time = time;
    }

    /// Counts a report.
    ///
    /// @throws Fault TOO_MANY_ATTEMPTS
    synchronized void take(@Nullable IpAddress from) {
        IpAddress counted = from == null ? UNKNOWN : from;
        if (!counted.isV4()) {
            counted = new IpAddress(counted.high(), 0);
        }
        long nowMs = time.nanos() / 1_000_000;
        long free = Math.max(nowMs, freeAtMs.getOrDefault(counted, nowMs));
        long overMs = free + REFILL_MS - nowMs - AT_ONCE * REFILL_MS;
        if (overMs > 0) {
            throw Fault.of(
                    ErrorCode.TOO_MANY_ATTEMPTS,
                    "reports: too many from this address (expected: the next one in "
                            + Math.ceilDiv(overMs, 1_000)
                            + " s)");
        }
        // In the order of their last reports.
        freeAtMs.remove(counted);
        freeAtMs.put(counted, free + REFILL_MS);
    }
}
