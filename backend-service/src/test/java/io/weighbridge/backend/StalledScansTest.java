package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.ExportChunk;
import io.weighbridge.proto.v1.ExportUsageRequest;
import io.weighbridge.proto.v1.ExportsGrpc;
import io.weighbridge.proto.v1.GetAccountRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// Exports whose reads do not come back, of a whole service: a lock of the server's keeps them.
final class StalledScansTest {
    private static final int EXPORTS = 6;

    @TempDir Path folder;

    private static int readiness(TestBackend test) throws Exception {
        int port = test.backend().httpPort().orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/readyz"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static GetAccountRequest ask(Account account) {
        return GetAccountRequest.newBuilder()
                .setAccount(IdKind.ACCOUNT.format(account.id()))
                .build();
    }

    private TestBackend start(PostgresAddress database) {
        List<String> flags = List.of("data_directory=" + folder, "listen.port=0", "http.port=0");
        Config config = ConfigReader.read(null, Map.of(), flags).config();
        return TestBackend.start(config.withStore(database), new SystemTime());
    }

    @Test
    void leaveReadersForOthersAndTheServiceReady() throws Exception {
        PostgresAddress database = TestPostgres.database();
        try (TestBackend test = start(database);
                Connection other = TestPostgres.connect(database);
                Statement statement = other.createStatement()) {
            Account account = test.account("Acme", 1_000_000);
            AccountsGrpc.AccountsBlockingStub accounts =
                    AccountsGrpc.newBlockingStub(test.channel());
            var before = accounts.getAccount(ask(account));
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE usage_record IN ACCESS EXCLUSIVE MODE");
            Ends ends = new Ends();
            for (int i = 0; i < EXPORTS; i++) {
                ExportsGrpc.newStub(test.channel())
                        .exportUsage(
                                ExportUsageRequest.newBuilder().setSubject("rare").build(), ends);
            }
            Calls.await(
                    "readers that wait for the lock",
                    () -> waiting(statement) == EXPORTS - ends.all.size());
            assertEquals(
                    before,
                    accounts.withDeadlineAfter(20, TimeUnit.SECONDS).getAccount(ask(account)));
            assertEquals(200, readiness(test));
            assertEquals(Collections.nCopies(EXPORTS - 2, "BUSY"), List.copyOf(ends.all));
            other.rollback();
            Calls.await("all ended", () -> ends.all.size() == EXPORTS);
            assertEquals(2, ends.all.stream().filter("ok"::equals).count());
        }
    }

    private static int waiting(Statement statement) {
        try (var rows =
                statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                                + " 'usage_record'::regclass")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Ends implements StreamObserver<ExportChunk> {
        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        public void onNext(ExportChunk chunk) {}

        @Override
        public void onError(Throwable thrown) {
            all.add(Calls.code((StatusRuntimeException) thrown));
        }

        @Override
        public void onCompleted() {
            all.add("ok");
        }
    }
}
