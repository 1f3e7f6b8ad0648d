package io.weighbridge.backend.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weighbridge.backend.operators.audit.AuditLog;
import io.weighbridge.backend.operators.audit.CheckpointKey;
import io.weighbridge.backend.operators.audit.SqlAuditStore;
import io.weighbridge.backend.platform.grpc.ErrorInterceptor;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.SqlRollupStore;
import io.weighbridge.backend.usage.UsageReader;
import io.weighbridge.proto.v1.ExportChunk;
import io.weighbridge.proto.v1.ExportUsageRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Exports that are longer than what fits on the way: over real connections, from a store that
/// counts what is read of it.
final class LongExportTest {
    private static final int RECORDS = 100_000;
    private static final int PAGES = RECORDS / 1_000;
    // A window, what gRPC itself keeps, a chunk, and a page: far below all pages.
    private static final int PAGES_AHEAD_MAX = 10;

    private final HandTime time = HandTime.now();
    private final LongUsage store = new LongUsage(RECORDS);
    private final CsvExports exports = new CsvExports(time);
    @TempDir Path directory;
    private EmptyStore sqlite;
    private TestBackend backend;
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        sqlite = EmptyStore.sqlite(Files.createDirectory(directory.resolve("other")));
        backend = TestBackend.start(directory.resolve("backend"), time);
        server =
                NettyServerBuilder.forPort(0)
                        .addService(service())
                        .intercept(new ErrorInterceptor())
                        .build()
                        .start();
        channel = connect();
    }

    // All is the service's own but the store of usage records.
    private ExportsGrpc service() {
        UsageReader reader =
                new UsageReader(store, new SqlRollupStore(sqlite.database()), () -> {});
        AuditLog log =
                new AuditLog(
                        new SqlAuditStore(sqlite.database()),
                        CheckpointKey.of(directory),
                        () -> {},
                        time);
        return new ExportsGrpc(
                exports,
                new UsageCsv(reader, backend.backend().services()::directory, "USD"),
                new StatementCsv(
                        backend.backend().accounts(),
                        backend.backend().ledger()::lastSequence,
                        "USD"),
                new AuditCsv(log));
    }

    private ManagedChannel connect() {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .flowControlWindow(65_535)
                .build();
    }

    @AfterEach
    void stop() {
        exports.close();
        channel.shutdownNow();
        server.shutdownNow();
        backend.close();
        sqlite.close();
    }

    /// Takes what it asked for and no more.
    private static final class Reader
            implements ClientResponseObserver<ExportUsageRequest, ExportChunk> {
        private @Nullable ClientCallStreamObserver<ExportUsageRequest> call;
        private long rows;
        private String end = "";

        @Override
        public void beforeStart(ClientCallStreamObserver<ExportUsageRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(1);
        }

        ClientCallStreamObserver<ExportUsageRequest> call() {
            return Objects.requireNonNull(call);
        }

        @Override
        public synchronized void onNext(ExportChunk chunk) {
            rows = chunk.getRows();
        }

        @Override
        public synchronized void onError(Throwable thrown) {
            end = Calls.code((StatusRuntimeException) thrown);
        }

        @Override
        public synchronized void onCompleted() {
            end = "ok";
        }

        synchronized long rows() {
            return rows;
        }

        synchronized String end() {
            return end;
        }

        boolean isAnswered() {
            return rows() > 0 || !end().isEmpty();
        }
    }

    private Reader export(ManagedChannel over) {
        return export(over, "");
    }

    private Reader export(ManagedChannel over, String subject) {
        Reader reader = new Reader();
        io.weighbridge.proto.v1.ExportsGrpc.newStub(over)
                .exportUsage(ExportUsageRequest.newBuilder().setSubject(subject).build(), reader);
        Calls.await("an answer", reader::isAnswered);
        return reader;
    }

    private List<Reader> asManyAsAllowed() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < CsvExports.RUNNING_MAX; i++) {
            Reader reader = export(channel);
            assertEquals("", reader.end());
            readers.add(reader);
        }
        return readers;
    }

    // Takes a free place, and keeps it.
    private Reader awaitPlace(Runnable meanwhile) {
        List<Reader> let = new ArrayList<>();
        Calls.await(
                "a place is free",
                () -> {
                    meanwhile.run();
                    Reader reader = export(channel);
                    let.add(reader);
                    return reader.end().isEmpty();
                });
        return let.getLast();
    }

    @Test
    void aReaderThatDoesNotReadKeepsTheStoreFromBeingRead() {
        Reader slow = export(channel);
        int before = store.pages();
        ManagedChannel other = connect();
        try {
            Reader fast = export(other);
            fast.call().request(Integer.MAX_VALUE);
            Calls.await("the fast one has all", () -> fast.end().equals("ok"));
            assertEquals(RECORDS, fast.rows());
        } finally {
            other.shutdownNow();
        }
        assertTrue(before <= PAGES_AHEAD_MAX, () -> "pages: " + before);
        int ahead = store.pages() - PAGES;
        assertTrue(ahead <= PAGES_AHEAD_MAX, () -> "pages: " + ahead);
        slow.call().request(Integer.MAX_VALUE);
        Calls.await("the slow one goes on", () -> slow.end().equals("ok"));
        assertEquals(RECORDS, slow.rows());
        assertEquals(2 * PAGES, store.pages());
    }

    @Test
    void oneGoesOnBehindEmptyPages() {
        Reader reader = export(channel, "nobody");
        reader.call().request(Integer.MAX_VALUE);
        Calls.await("the end", () -> reader.end().equals("ok"));
        assertEquals(0, reader.rows());
        assertEquals(PAGES, store.pages());
        // Reading for long, it must leave the processors to others.
        assertEquals(0, store.onVirtualThreads());
    }

    @Test
    void tooManyAreRefusedAndOneThatIsCancelledReadsNoMore() {
        List<Reader> readers = asManyAsAllowed();
        assertEquals("BUSY", export(channel).end());
        readers.forEach(reader -> reader.call().cancel("enough", null));
        // A place is free when an export has ended its reading.
        for (int i = 0; i < CsvExports.RUNNING_MAX; i++) {
            var _ = awaitPlace(() -> {});
        }
        assertEquals("BUSY", export(channel).end());
        assertTrue(store.pages() <= 2 * CsvExports.RUNNING_MAX * PAGES_AHEAD_MAX);
    }

    @Test
    void whoTakesNothingForLongMakesRoom() {
        List<Reader> readers = asManyAsAllowed();
        for (int i = 0; i < CsvExports.RUNNING_MAX; i++) {
            // Again and again: an export may not have begun to wait yet.
            var _ = awaitPlace(() -> time.pass(CsvExport.STALL_MS_MAX + 1));
        }
        for (Reader reader : readers) {
            reader.call().request(Integer.MAX_VALUE);
        }
        Calls.await(
                "they are told",
                () -> readers.stream().allMatch(reader -> reader.end().equals("BUSY")));
        assertTrue(readers.stream().allMatch(reader -> reader.rows() < RECORDS));
    }

    @Test
    void oneThatIsCutByAStopDoesNotLookWhole() {
        Reader reader = export(channel);
        exports.close();
        reader.call().request(Integer.MAX_VALUE);
        Calls.await("the end", () -> !reader.end().isEmpty());
        assertEquals("BUSY", reader.end());
        assertTrue(reader.rows() < RECORDS);
        assertEquals("BUSY", export(channel).end());
    }
}
