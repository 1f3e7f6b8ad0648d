package io.weighbridge.backend.platform.log;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.concurrent.TimeUnit;

/// Something worth a line in the log, but not each time: once a minute at most, with how often it
/// happened since the last line. Safe for sharing.
public final class Occasional {
    private static final long APART_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    // All guarded by this.
    private long kept;
    private long nextNanos;
    private boolean wasSaid;

    public Occasional(TimeSource time) {
        this.time = time;
    }

    /// It happened.
    ///
    /// @param times how often
    /// @return how often since the last line, when this is the time for one; 0 when it is not
    public synchronized long happened(long times) {
        kept += times;
        long nowNanos = time.nanos();
        if (times == 0 || (wasSaid && nowNanos - nextNanos < 0)) {
            return 0;
        }
        long told = kept;
        kept = 0;
        wasSaid = true;
        nextNanos = nowNanos + APART_NANOS;
        return told;
    }
}
