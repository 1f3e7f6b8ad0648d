package io.weighbridge.benchmarks;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Callers on threads of their own, each of which sends again as soon as it was answered.
final class ClosedLoop {
    private ClosedLoop() {}

    /// What a caller does again and again.
    @FunctionalInterface
    interface Caller {
        void once() throws Exception;
    }

    static SettleRound run(List<? extends Caller> callers, int seconds) throws Exception {
        Histogram latency =
                new ConcurrentHistogram(SettleRound.LATENCY_MAX_NANOS, SettleRound.DIGITS);
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(seconds);
        try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (Caller caller : callers) {
                running.add(
                        threads.submit(
                                () -> {
                                    long now = System.nanoTime();
                                    while (now < end) {
                                        caller.once();
                                        long after = System.nanoTime();
                                        latency.recordValue(after - now);
                                        now = after;
                                    }
                                    return true;
                                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        }
        return new SettleRound(latency.getTotalCount(), System.nanoTime() - began, latency);
    }
}
