package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.weighbridge.backend.platform.health.Health;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The probe tells how the store is, not how busy.
final class SqlProbeTest {
    private static final int READERS = 8;

    @TempDir Path directory;

    @Test
    void shouldNotWaitForReadersOfSqlite() throws Exception {
        try (EmptyStore store = EmptyStore.sqlite(directory)) {
            shouldNotWaitForReaders(store.database());
        }
    }

    @Test
    void shouldNotWaitForReadersOfPostgres() throws Exception {
        try (EmptyStore store = EmptyStore.postgres()) {
            shouldNotWaitForReaders(store.database());
        }
    }

    @Test
    void shouldSeeThatTheFileOfSqliteIsDamaged() throws IOException {
        assertFails(
                file -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        var _ = channel.write(ByteBuffer.allocate(4_096), 0);
                    }
                });
    }

    @Test
    void shouldSeeThatTheFileOfSqliteIsGone() throws IOException {
        assertFails(Files::delete);
    }

    private interface Damage {
        void to(Path file) throws IOException;
    }

    private void assertFails(Damage damage) throws IOException {
        EmptyStore.sqlite(directory).close();
        try (EmptyStore store = EmptyStore.sqlite(directory)) {
            SqlProbe probe = new SqlProbe(store.database(), HandTime.now());
            probe.run();
            assertEquals(Health.OK, probe.health());
            damage.to(directory.resolve("weighbridge.db"));
            probe.run();
            assertNotEquals(Health.OK, probe.health());
        }
    }

    private static void shouldNotWaitForReaders(Database database) throws Exception {
        SqlProbe probe = new SqlProbe(database, HandTime.now());
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                var _ =
                        threads.submit(
                                () ->
                                        database.read(
                                                handle -> {
                                                    reading.incrementAndGet();
                                                    return await(done);
                                                }));
            }
            try {
                Calls.await("all readers are taken", () -> reading.get() == 4);
                assertEquals(
                        Health.OK,
                        threads.submit(
                                        () -> {
                                            probe.run();
                                            return probe.health();
                                        })
                                .get(20, TimeUnit.SECONDS));
                assertEquals(4, reading.get());
            } finally {
                done.countDown();
            }
        }
    }

    private static boolean await(CountDownLatch done) {
        try {
            return done.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
