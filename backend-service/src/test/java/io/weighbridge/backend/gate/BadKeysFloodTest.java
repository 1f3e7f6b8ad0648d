package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.keys.KeySecret;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.RefusalReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection tries keys as fast as it can, another is a good client, and both share the only
/// event loop. Each bad key is refused, nothing is kept or written of it, and the good client's
/// calls are all admitted.
final class BadKeysFloodTest {
    private static final int BAD_KEYS = 100_000;
    // At 20,000 a second it would be 4,700; what is not slowed down takes about a second.
    private static final long BAD_KEYS_LEAST_MS = 3_000;
    private static final int IN_FLIGHT = 2_000;
    private static final int BYTES_PER_KEY_MAX = 40;

    @TempDir Path directory;
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

    @Test
    void shouldRefuseEachAndServeTheOthers() throws InterruptedException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 1_000 * Calls.TOKEN);
            String key = test.key(account).secret();
            int good = goodCall(test, key);
            ManagedChannel attacker = test.connect();
            try {
                flood(attacker, BAD_KEYS / 10);
                long before = usedAfterCollection();
                unknown.set(0);
                long beganNanos = System.nanoTime();
                Thread flood = Thread.ofVirtual().start(() -> flood(attacker, BAD_KEYS));
                while (flood.isAlive()) {
                    good += goodCall(test, key);
                }
                flood.join();
                // Faster than that its connection is not read; the good client's is.
                long tookMs = (System.nanoTime() - beganNanos) / 1_000_000;
                assertTrue(tookMs >= BAD_KEYS_LEAST_MS, "in " + tookMs + " ms");
                assertEquals(BAD_KEYS, unknown.get());
                assertEquals(0, others.get());
                assertTrue(good > 1, "good calls meanwhile: " + good);
                long grown = usedAfterCollection() - before;
                assertTrue(grown < (long) BAD_KEYS * BYTES_PER_KEY_MAX, "grown by " + grown);
            } finally {
                attacker.shutdownNow();
            }
            assertEquals(1_000 * Calls.TOKEN, test.balance(account).balanceNanos());
            LedgerSums.check(test, directory);
        } finally {
            root.detachAppender(log);
        }
        assertEquals(0, log.list.size(), () -> log.list.toString());
    }

    private static int goodCall(TestBackend test, String key) {
        AuthorizeReply reply = test.gate().authorize(Calls.chat(key, 1, 1).build());
        assertTrue(reply.hasAdmitted(), reply::toString);
        test.gate().release(Calls.release(reply.getAdmitted().getHoldId()));
        return 1;
    }

    private void flood(ManagedChannel attacker, int keys) {
        GateGrpc.GateStub gate = GateGrpc.newStub(attacker);
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < keys; i++) {
            inFlight.acquireUninterruptibly();
            String bad = KeySecret.generate("wb", "live", random);
            gate.authorize(Calls.chat(bad, 1, 1).build(), new Counting());
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
        inFlight.release(IN_FLIGHT);
    }

    private final class Counting implements StreamObserver<AuthorizeReply> {
        @Override
        public void onNext(AuthorizeReply reply) {
            boolean refused =
                    reply.getRefused().getReason() == RefusalReason.REFUSAL_REASON_UNKNOWN_KEY;
            (refused ? unknown : others).incrementAndGet();
        }

        @Override
        public void onError(Throwable error) {
            others.incrementAndGet();
            inFlight.release();
        }

        @Override
        public void onCompleted() {
            inFlight.release();
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
