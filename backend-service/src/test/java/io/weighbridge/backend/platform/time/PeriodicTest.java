package io.weighbridge.backend.platform.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

final class PeriodicTest {
    @Test
    void goesOnAfterARoundThatFailed() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        try (Periodic periodic =
                Periodic.start(
                        "test",
                        Duration.ofMillis(1),
                        () -> {
                            rounds.countDown();
                            throw new IllegalStateException("this round failed");
                        })) {
            assertTrue(rounds.await(20, TimeUnit.SECONDS), periodic::toString);
        }
    }

    @Test
    void doesItsWorkALastTimeAtTheClose() {
        AtomicInteger rounds = new AtomicInteger();
        Periodic periodic =
                Periodic.start("test", Duration.ofHours(1), () -> rounds.incrementAndGet());
        assertEquals(0, rounds.get());
        periodic.close();
        assertEquals(1, rounds.get());
        periodic.close();
        assertEquals(1, rounds.get());
    }
}
