package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.time.TimeSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The machine's clocks, moved on by hand as well.
public final class MovingTime implements TimeSource {
    private final SystemTime machine = new SystemTime();
    private final AtomicLong aheadNanos = new AtomicLong();

    public void move(Duration by) {
        aheadNanos.addAndGet(by.toNanos());
    }

    @Override
    public long nanos() {
        return machine.nanos() + aheadNanos.get();
    }

    @Override
    public long wallMs(long nanos) {
        long ahead = aheadNanos.get();
        return machine.wallMs(nanos - ahead) + ahead / 1_000_000;
    }
}
