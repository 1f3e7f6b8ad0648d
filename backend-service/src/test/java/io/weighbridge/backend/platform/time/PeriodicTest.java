package io.weighbridge.backend.platform.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
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

    @Test
    void saysLessAndLessOftenThatItFailsAndOnceThatItWorksAgain() throws InterruptedException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Periodic.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        CountDownLatch rounds = new CountDownLatch(102);
        try (Periodic periodic =
                Periodic.start(
                        "noisy",
                        Duration.ofMillis(1),
                        () -> {
                            rounds.countDown();
                            if (rounds.getCount() > 1) {
                                throw new IllegalStateException("away");
                            }
                        })) {
            assertTrue(rounds.await(20, TimeUnit.SECONDS), periodic::toString);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        List<String> lines =
                log.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .filter(line -> line.startsWith("noisy"))
                        .toList();
        // The 1st, 2nd, 4th ... 64th, and the recovery.
        assertEquals(8, lines.size(), lines::toString);
        assertEquals("noisy works again", lines.getLast());
    }

    @Test
    void waitsLongerAsLongAsItFails() throws InterruptedException {
        CountDownLatch some = new CountDownLatch(4);
        long beganNanos = System.nanoTime();
        try (Periodic periodic =
                Periodic.start(
                        "patient",
                        Duration.ofMillis(20),
                        Duration.ofHours(1),
                        () -> {
                            some.countDown();
                            throw new IllegalStateException("away");
                        })) {
            assertTrue(some.await(20, TimeUnit.SECONDS), periodic::toString);
        }
        // 20, 40, 80 and 160 ms, not 20 each.
        assertTrue(System.nanoTime() - beganNanos >= 300_000_000L);
    }
}
