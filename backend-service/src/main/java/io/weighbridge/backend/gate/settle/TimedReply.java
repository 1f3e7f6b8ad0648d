package io.weighbridge.backend.gate.settle;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.metrics.LatencyHistogram;
import io.weighbridge.backend.platform.time.TimeSource;

/// Measures how long an answer takes.
record TimedReply<T>(Reply<T> to, LatencyHistogram times, TimeSource time, long sinceNanos)
        implements Reply<T> {
    @Override
    public void done(T result) {
        times.record(time.nanos() - sinceNanos);
        to.done(result);
    }

    @Override
    public void failed(Fault fault) {
        times.record(time.nanos() - sinceNanos);
        to.failed(fault);
    }
}
