package io.weighbridge.backend.alerts;

import java.time.Duration;
import java.util.List;

/// When what could not be sent is tried again: the pauses that Standard Webhooks proposes, three
/// days in all.
final class Retries {
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(14),
                    Duration.ofHours(20),
                    Duration.ofHours(24));

    /// No pause is as long, nor with some slewing of the clock.
    static final long BEYOND_ALL_MS = PAUSES.getLast().plusHours(1).toMillis();

    private Retries() {}

    /// @param triedBefore how often it had been tried before the one that failed
    /// @return -1 when it is given up
    static long pauseMs(int triedBefore) {
        return triedBefore < PAUSES.size() ? PAUSES.get(triedBefore).toMillis() : -1;
    }
}
