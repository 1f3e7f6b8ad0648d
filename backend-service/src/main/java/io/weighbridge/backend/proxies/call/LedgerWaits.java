package io.weighbridge.backend.proxies.call;

import io.weighbridge.backend.platform.time.TimeSource;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Waits for answers of the ledger, though not for ever. A wait with a time of its own wakes a
/// thread that keeps times, for each call; one look at all of them now and then costs nothing. Safe
/// for sharing.
final class LedgerWaits {
    private final TimeSource time;
    private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();

    LedgerWaits(TimeSource time) {
        this.time = time;
    }

    /// One of them; equal to no other.
    private static final class Wait {
        private final CompletableFuture<? extends Optional<?>> answer;
        private final long untilNanos;

        Wait(CompletableFuture<? extends Optional<?>> answer, long untilNanos) {
            this.answer = answer;
            this.untilNanos = untilNanos;
        }
    }

    /// @param answer given by another thread, or never
    /// @param timeoutMs after which the next [#look] gives up
    /// @return empty where it did not come in time
    <T> Optional<T> await(CompletableFuture<Optional<T>> answer, long timeoutMs) {
        Wait wait = new Wait(answer, time.nanos() + 1_000_000 * timeoutMs);
        waiting.add(wait);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | CancellationException e) {
            return Optional.empty();
        } finally {
            waiting.remove(wait);
        }
    }

    /// Gives up what is too late.
    void look() {
        long now = time.nanos();
        for (Wait wait : waiting) {
            if (now - wait.untilNanos > 0) {
                var _ = wait.answer.cancel(false);
            }
        }
    }
}
