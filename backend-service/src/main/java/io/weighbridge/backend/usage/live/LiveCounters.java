package io.weighbridge.backend.usage.live;

import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// What happened to one key in the last minute, in twelve slots of five seconds on the clock that
/// only goes forward. Its monitor guards it. Once dropped it counts nothing more: whoever finds it
/// so takes a new one.
final class LiveCounters {
    private static final int SLOTS = 12;
    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int[] requests = new int[SLOTS];
    private final long[] tokens = new long[SLOTS];
    private final long[] spend = new long[SLOTS];
    private final int[] refused = new int[SLOTS];
    private long newestSlot = Long.MIN_VALUE;
    private @Nullable RefusalReason lastRefusal;
    private long lastRefusalAtMs;
    // Of the last admitted call.
    private String tags = "";
    private boolean dropped;

    /// @return false when it was dropped
    synchronized boolean admitted(String itsTags, long nowNanos) {
        if (!dropped) {
            tags = itsTags;
            requests[slot(nowNanos)]++;
        }
        return !dropped;
    }

    /// @return false when it was dropped
    synchronized boolean charged(long usedTokens, long chargeNanos, long nowNanos) {
        if (!dropped) {
            int slot = slot(nowNanos);
            tokens[slot] += usedTokens;
            spend[slot] += chargeNanos;
        }
        return !dropped;
    }

    /// @return false when it was dropped
    synchronized boolean refused(RefusalReason reason, long atMs, long nowNanos) {
        if (!dropped) {
            refused[slot(nowNanos)]++;
            lastRefusal = reason;
            lastRefusalAtMs = atMs;
        }
        return !dropped;
    }

    /// Drops it unless something happened in the last minute.
    ///
    /// @return whether it is dropped
    synchronized boolean drop(long nowNanos) {
        slot(nowNanos);
        dropped =
                sum(requests) == 0
                        && sum(refused) == 0
                        && Arrays.stream(tokens).allMatch(count -> count == 0)
                        && Arrays.stream(spend).allMatch(nanos -> nanos == 0);
        return dropped;
    }

    // Clears the slots that time has passed over.
    private int slot(long nowNanos) {
        long wanted = Math.floorDiv(nowNanos, SLOT_NANOS);
        if (newestSlot == Long.MIN_VALUE || wanted - newestSlot >= SLOTS) {
            clear(0, SLOTS);
            newestSlot = wanted;
        }
        while (newestSlot < wanted) {
            newestSlot++;
            int index = (int) Math.floorMod(newestSlot, (long) SLOTS);
            clear(index, index + 1);
        }
        return (int) Math.floorMod(newestSlot, (long) SLOTS);
    }

    private void clear(int from, int to) {
        Arrays.fill(requests, from, to, 0);
        Arrays.fill(tokens, from, to, 0);
        Arrays.fill(spend, from, to, 0);
        Arrays.fill(refused, from, to, 0);
    }

    private static long sum(int[] slots) {
        long sum = 0;
        for (int slot : slots) {
            sum += slot;
        }
        return sum;
    }

    private static long sum(long[] slots) {
        long sum = 0;
        for (long slot : slots) {
            sum += slot;
        }
        return sum;
    }

    synchronized LiveKey read(long keyId, KeyLoads.KeyLoad load, long nowNanos) {
        slot(nowNanos);
        return new LiveKey(
                keyId,
                load,
                sum(requests),
                sum(tokens),
                sum(spend),
                sum(refused),
                lastRefusal,
                lastRefusalAtMs,
                tags);
    }
}
