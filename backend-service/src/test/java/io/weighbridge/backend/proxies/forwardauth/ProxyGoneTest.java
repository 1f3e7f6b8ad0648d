package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A proxy that goes away while the gate thinks.
final class ProxyGoneTest {
    // Of the pages' proxies.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir Path folder;

    /// A clock that stands still for questions, on whose threads alone it is asked so.
    private static final class Pausing implements TimeSource {
        final ShiftedTime time = new ShiftedTime();
        final AtomicInteger waiting = new AtomicInteger();
        volatile CountDownLatch pause = new CountDownLatch(0);

        @Override
        public long nanos() {
            long now = time.nanos();
            if (Thread.currentThread().isVirtual()) {
                waiting.incrementAndGet();
                try {
                    pause.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    waiting.decrementAndGet();
                }
            }
            return now;
        }

        @Override
        public long wallMs(long nanos) {
            return time.wallMs(nanos);
        }
    }

    private static void ask(ForwardAuthBench bench, Socket proxy) throws IOException {
        proxy.getOutputStream()
                .write(
                        ("GET /auth/nginx/chat HTTP/1.1\r\nHost: gate\r\nAuthorization: Bearer "
                                        + bench.key
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /// By its own patience, and an orderly end of its connection: the answer still can be written.
    @Test
    void whoHasGivenUpIsHeldNothing() throws Exception {
        Pausing clock = new Pausing();
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder, clock.time, clock)) {
            CountDownLatch pause = new CountDownLatch(1);
            clock.pause = pause;
            try (Socket proxy = new Socket(InetAddress.getLoopbackAddress(), bench.port())) {
                ask(bench, proxy);
                Calls.await("the question to be thought about", () -> clock.waiting.get() > 0);
                clock.time.pass(PATIENCE);
                proxy.shutdownOutput();
                pause.countDown();
                String answer =
                        new String(
                                proxy.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(answer.contains("gate_unavailable"), answer);
                assertFalse(answer.contains("x-weighbridge-hold"), answer);
            }
            Calls.await("its hold to be dropped", () -> bench.released() == 1);
            assertEquals(0, bench.heldTokens());
        }
    }

    @Test
    void leavesNoHoldBehind() throws Exception {
        Pausing clock = new Pausing();
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder, clock.time, clock)) {
            // That there is something to leave behind.
            String kept = bench.hold();
            assertEquals(ForwardAuthBench.HELD, bench.heldTokens());
            CountDownLatch pause = new CountDownLatch(1);
            clock.pause = pause;
            try (Socket proxy = new Socket(InetAddress.getLoopbackAddress(), bench.port())) {
                ask(bench, proxy);
                Calls.await("the question to be thought about", () -> clock.waiting.get() > 0);
                proxy.setSoLinger(true, 0);
            }
            assertEquals(0, bench.released());
            pause.countDown();
            Calls.await("its hold to be dropped", () -> bench.released() == 1);
            assertEquals(ForwardAuthBench.HELD, bench.heldTokens());
            bench.report(ForwardAuthBench.used(kept, 9, 4));
            assertEquals(List.of(ForwardAuthBench.settled(Outcome.OK, 9, 4)), bench.settled());
            assertEquals(0, bench.heldTokens());
        }
    }
}
