package io.weighbridge.backend.ledger;

import io.weighbridge.backend.platform.metrics.LatencyHistogram;

import java.util.concurrent.atomic.LongAdder;

/// What the writer did since the start. Counted by the writer, read by anybody.
public final class LedgerMeters {
    private final LongAdder groups = new LongAdder();
    private final LongAdder facts = new LongAdder();
    private final LatencyHistogram forceTimes = new LatencyHistogram();

    LedgerMeters() {}

    void committed(int count, long forceNanos) {
        groups.increment();
        facts.add(count);
        forceTimes.record(forceNanos);
    }

    /// Groups of facts that were forced to the disk.
    public long groups() {
        return groups.sum();
    }

    /// Facts in them.
    public long facts() {
        return facts.sum();
    }

    /// How long the disk took for each.
    public LatencyHistogram forceTimes() {
        return forceTimes;
    }
}
