package io.weighbridge.backend.proxies.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

@Timeout(60)
final class LedgerWaitsTest {
    private final HandTime time = HandTime.now();
    private final LedgerWaits waits = new LedgerWaits(time);
    private final CompletableFuture<Optional<String>> answer = new CompletableFuture<>();

    @Test
    void tellsWhatCame() {
        var _ = answer.complete(Optional.of("charged"));
        assertEquals(Optional.of("charged"), waits.await(answer, 100));
    }

    @Test
    void waitsUntilItComes() {
        CompletableFuture<Optional<String>> waiting = waiting();
        time.pass(100);
        waits.look();
        assertFalse(answer.isDone());
        var _ = answer.complete(Optional.of("charged"));
        assertEquals(Optional.of("charged"), waiting.join());
    }

    @Test
    void givesUpWhatIsTooLate() {
        CompletableFuture<Optional<String>> waiting = waiting();
        time.pass(101);
        waits.look();
        assertEquals(Optional.empty(), waiting.join());
        // The ledger may still say so: nobody listens.
        assertFalse(answer.complete(Optional.of("charged")));
    }

    // By the time that this returns somebody waits.
    private CompletableFuture<Optional<String>> waiting() {
        CompletableFuture<Optional<String>> waiting = new CompletableFuture<>();
        Thread.startVirtualThread(() -> waiting.complete(waits.await(answer, 100)));
        while (answer.getNumberOfDependents() == 0) {
            Thread.onSpinWait();
        }
        return waiting;
    }
}
