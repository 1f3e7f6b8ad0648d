package io.weighbridge.benchmarks.load;

import io.weighbridge.backend.ledger.Hold;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.LedgerOperation;
import io.weighbridge.backend.platform.time.Periodic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Drops each hold a fixed time after it was made, as a settle would end it: a few at a time, as
/// calls end, and not many at once, for which every other call would wait. Owned by its thread.
final class CallEnder implements Runnable {
    private static final Duration TICK = Duration.ofMillis(20);

    private final Ledger ledger;
    private final long callMs;
    private final Deque<Hold> waiting = new ArrayDeque<>();
    private long listedToMs;

    private CallEnder(Ledger ledger, long callMs) {
        this.ledger = ledger;
        this.callMs = callMs;
    }

    /// Starts it, on a thread of its own.
    ///
    /// @param callMs how long a call lasts
    static Periodic start(Ledger ledger, long callMs) {
        return Periodic.start("ender", TICK, new CallEnder(ledger, callMs));
    }

    @Override
    public void run() {
        long nowMs = System.currentTimeMillis();
        if (waiting.isEmpty()) {
            list(nowMs);
        }
        List<Hold> over = new ArrayList<>();
        for (Hold hold = waiting.peek();
                hold != null && hold.call().authorizedAtMs() <= nowMs - callMs;
                hold = waiting.peek()) {
            over.add(waiting.remove());
        }
        if (!over.isEmpty()) {
            LedgerOperation.run(ledger, posting -> ServerMain.drop(posting, over));
        }
    }

    // Those of this very millisecond may not all be there yet.
    private void list(long nowMs) {
        long toMs = nowMs - callMs / 2;
        for (Hold hold : ledger.holds(0)) {
            long atMs = hold.call().authorizedAtMs();
            if (atMs >= listedToMs && atMs < toMs) {
                waiting.add(hold);
            }
        }
        listedToMs = toMs;
    }
}
