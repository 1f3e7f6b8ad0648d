package io.weighbridge.backend.usage;

import io.weighbridge.model.RefusalReason;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What happened to one key in the last minute, in twelve slots of five seconds. Its monitor guards
/// it.
final class LiveCounters {
    private static final int SLOTS = 12;
    private static final long SLOT_MS = 5_000;

    private final int[] requests = new int[SLOTS];
    private final long[] tokens = new long[SLOTS];
    private final long[] spend = new long[SLOTS];
    private final int[] refused = new int[SLOTS];
    private long newestSlot = Long.MIN_VALUE;
    private @Nullable RefusalReason lastRefusal;
    private long lastRefusalAtMs;

    synchronized void admitted(long atMs) {
        requests[slot(atMs)]++;
    }

    synchronized void settled(long usedTokens, long chargeNanos, long atMs) {
        int slot = slot(atMs);
        tokens[slot] += usedTokens;
        spend[slot] += chargeNanos;
    }

    synchronized void refused(RefusalReason reason, long atMs) {
        refused[slot(atMs)]++;
        lastRefusal = reason;
        lastRefusalAtMs = atMs;
    }

    // Clears the slots that time has passed over. An instant older than the newest slot counts
    // there.
    private int slot(long atMs) {
        long wanted = Math.floorDiv(atMs, SLOT_MS);
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

    synchronized LiveKey read(long keyId, KeyLoads.KeyLoad load, long nowMs) {
        slot(nowMs);
        return new LiveKey(
                keyId,
                load.accountId(),
                load.name(),
                sum(requests),
                sum(tokens),
                sum(spend),
                sum(refused),
                load.openCalls(),
                load.heldNanos(),
                lastRefusal,
                lastRefusalAtMs);
    }
}
