package io.weighbridge.backend.export;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs exports, each on a thread of its own: no virtual one, which would keep a processor from all
/// others of these for as long as SQLite reads. They are fewer than the store's readers, some of
/// which are so left for others. Safe for sharing.
public final class CsvExports implements AutoCloseable {
    /// The most exports at a time.
    public static final int RUNNING_MAX = 2;

    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    private final TimeSource time;
    // Guarded by this.
    private final Map<CsvExport, Thread> running = new HashMap<>();
    private boolean closed;

    public CsvExports(TimeSource time) {
        this.time = time;
    }

    /// Begins to send; what is returned is told when the transport is ready again or is gone.
    ///
    /// @throws Fault BUSY when too many run
    synchronized CsvExport begin(CsvSource source, CsvExport.Sink sink) {
        if (closed) {
            throw Fault.of(ErrorCode.BUSY, "the service stops");
        }
        if (running.size() >= RUNNING_MAX) {
            throw Fault.of(
                    ErrorCode.BUSY,
                    "too many exports run already (expected: at most "
                            + RUNNING_MAX
                            + "); try again later");
        }
        CsvExport export = new CsvExport(source, sink, time, this::ended);
        running.put(export, Thread.ofPlatform().daemon().name("csv-export").start(export));
        return export;
    }

    private synchronized void ended(CsvExport export) {
        running.remove(export);
    }

    private synchronized Map<CsvExport, Thread> stopAll() {
        closed = true;
        running.keySet().forEach(CsvExport::stop);
        return Map.copyOf(running);
    }

    /// Ends every export, so that nothing is read after it.
    @Override
    public void close() {
        for (Thread thread : List.copyOf(stopAll().values())) {
            try {
                var _ = thread.join(STOP_TIME);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
