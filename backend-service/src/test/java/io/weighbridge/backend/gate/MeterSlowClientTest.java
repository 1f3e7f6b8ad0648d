package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.MeterReply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// A client that sends but does not read.
final class MeterSlowClientTest {
    private static final int EVENTS = 20_000;

    @TempDir Path directory;

    @Test
    void shouldGetTheNewestCeilingWhenItReadsAtLast() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            Account account = test.account("Acme", 10_000_000 * Calls.TOKEN);
            ManagedChannel narrow =
                    NettyChannelBuilder.forAddress("127.0.0.1", test.backend().port())
                            .intercept(test.credentials())
                            .usePlaintext()
                            .flowControlWindow(65_535)
                            .build();
            try {
                MeterClient slow = MeterClient.openSlow(narrow);
                slow.open("a", Calls.chat(test.key(account).secret(), 1, 1_000_000).build(), 2);
                assertTrue(slow.next().hasAdmitted());
                for (int i = 1; i <= EVENTS; i++) {
                    slow.progress("a", Calls.tokens(1, 2L * i));
                }
                long covered = 1 + 2L * EVENTS + 2;
                Calls.await("all heard", () -> held(test, account) == covered);
                long ceiling = 0;
                int read = 0;
                while (ceiling < 2L * EVENTS + 2) {
                    slow.read(1);
                    MeterReply reply = slow.next();
                    assertTrue(reply.hasGoOn(), reply::toString);
                    ceiling = reply.getGoOn().getCeilingOutputTokens();
                    read++;
                }
                assertTrue(read < EVENTS / 2, "most were left out, but " + read + " came");
                assertEquals(2L * EVENTS + 2, ceiling);
                slow.vanish();
            } finally {
                narrow.shutdownNow();
            }
        }
    }

    private static long held(TestBackend test, Account account) {
        return test.balance(account).heldNanos().orElseThrow() / Calls.TOKEN;
    }

    @Test
    void shouldNotBeListenedToForEverWhileItReadsNothing() {
        try (TestBackend test = TestBackend.start(directory)) {
            test.chat();
            ManagedChannel narrow =
                    NettyChannelBuilder.forAddress("127.0.0.1", test.backend().port())
                            .intercept(test.credentials())
                            .usePlaintext()
                            .flowControlWindow(65_535)
                            .build();
            try {
                MeterClient slow = MeterClient.openSlow(narrow);
                for (int i = 0; i < EVENTS; i++) {
                    slow.progress("x".repeat(300), Calls.tokens(1, 1));
                }
                AtomicInteger blocked = new AtomicInteger();
                Calls.await(
                        "the gate does not take more in",
                        () ->
                                (slow.isReady() ? blocked.getAndSet(0) : blocked.incrementAndGet())
                                        > 300);
                for (int i = 0; i < EVENTS; i++) {
                    assertTrue(slow.next().hasError());
                    slow.read(1);
                }
                slow.vanish();
            } finally {
                narrow.shutdownNow();
            }
        }
    }
}
