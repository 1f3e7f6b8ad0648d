package io.weighbridge.console.feature.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.console.testkit.Waiting;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Beginning to follow, when the session must be renewed first and when that fails.
final class LiveStreamTest {
    private static final long DAY_MS = 86_400_000;

    @AutoClose private static final Installation installation = Installation.start();

    // How far the client's clock goes ahead: a session ends for it.
    private final AtomicLong aheadMs = new AtomicLong();
    private final InstantSource clock =
            () -> Instant.ofEpochMilli(System.currentTimeMillis() + aheadMs.get());
    private final LiveInbox inbox = new LiveInbox();

    @BeforeAll
    static void start() {
        try (Traffic traffic = new Traffic(installation)) {
            traffic.service("chat");
            assertTrue(traffic.authorize(traffic.customer("Acme"), "chat").hasAdmitted());
        }
    }

    private BackendClient client() {
        BackendClient client =
                BackendClient.connect(installation.profile(Installation.ADMIN), clock);
        var _ = client.login(Installation.ADMIN, installation.password(), "");
        return client;
    }

    @Test
    void shouldLeaveTheBeginningToAWorker() {
        Queue<Runnable> works = new ArrayDeque<>();
        try (BackendClient client = client()) {
            LiveStream stream = new LiveStream(client, inbox, clock, works::add);
            stream.start("");
            assertEquals(1, works.size());
            // Nobody looks any more before the worker comes to it.
            stream.stop();
            works.remove().run();
            stream.start("");
            stream.mend();
            assertEquals(1, works.size());
            works.remove().run();
            Waiting.until(() -> "a state", () -> inbox.take().isPresent());
            stream.stop();
        }
    }

    @Test
    void shouldTryAgainWhenTheSessionCouldNotBeRenewed() {
        try (BackendClient client = client();
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            LiveStream stream = new LiveStream(client, inbox, InstantSource.system(), workers);
            aheadMs.set(DAY_MS);
            installation.stop();
            stream.start("");
            Waiting.until(() -> "a failure", () -> stream.failure().isPresent());
            assertTrue(stream.failure().orElseThrow().isConnection());
            installation.startAgain();
            Waiting.until(
                    () -> "a state",
                    () -> {
                        client.link().retry();
                        stream.mend();
                        return inbox.take().isPresent();
                    });
            assertTrue(stream.failure().isEmpty());
            stream.stop();
        }
    }
}
