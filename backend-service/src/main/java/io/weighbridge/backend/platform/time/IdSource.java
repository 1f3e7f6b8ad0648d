package io.weighbridge.backend.platform.time;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Makes ids: positive longs that rise with time (milliseconds since 2024 in the upper bits, random
/// lower bits) and are never given twice by one process. Two processes can collide; the store's
/// primary key then refuses the second.
public final class IdSource {
    private static final long EPOCH_MS = 1_704_067_200_000L; // 2024-01-01T00:00:00Z
    private static final int RANDOM_BITS = 22;

    private final TimeSource time;
    private final AtomicLong last = new AtomicLong();

    public IdSource(TimeSource time) {
        this.time = time;
    }

    /// When an id was made, or at the earliest.
    ///
    /// @return milliseconds since 1970
    public static long madeAtMs(long id) {
        return (id >> RANDOM_BITS) + EPOCH_MS;
    }

    /// A new id, above every one given before.
    public long next() {
        long fresh =
                ((time.wallMs() - EPOCH_MS) << RANDOM_BITS)
                        | ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS);
        return last.updateAndGet(previous -> Math.max(previous + 1, fresh));
    }
}
