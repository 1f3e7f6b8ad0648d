package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.SqlOffline;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ActorKind;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.ListEntriesReply;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.MakeCheckpointRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.VerifyReply;
import io.weighbridge.proto.v1.VerifyRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// What the log has, and that nothing changes without it.
final class AuditTrailTest {
    @TempDir Path directory;
    @TempDir Path image;
    private final HandTime time = HandTime.now();

    private static List<AuditEntry> entries(TestBackend test, String actionPrefix) {
        List<AuditEntry> all = new ArrayList<>();
        String token = "";
        do {
            ListEntriesReply reply =
                    AuditLogGrpc.newBlockingStub(test.channel())
                            .listEntries(
                                    ListEntriesRequest.newBuilder()
                                            .setActionPrefix(actionPrefix)
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(3)
                                                            .setToken(token))
                                            .build());
            all.addAll(reply.getEntriesList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    private static VerifyReply verify(TestBackend test) {
        return AuditLogGrpc.newBlockingStub(test.channel())
                .verify(VerifyRequest.getDefaultInstance());
    }

    private static void sql(Path directory, String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void bootstrapAndFailedLoginsAreInIt() {
        SqlOffline.bootstrap(
                directory, new StoreAddress.Embedded(directory), "root", "a long password");
        try (TestBackend test = TestBackend.start(directory, time)) {
            ManagedChannel channel = test.connectBare();
            OperatorClient client = new OperatorClient(channel);
            for (int i = 0; i < Attempts.FREE; i++) {
                assertEquals(
                        "LOGIN_FAILED", Calls.outcome(() -> client.login("root", "wrong one")));
            }
            assertEquals(
                    "TOO_MANY_ATTEMPTS", Calls.outcome(() -> client.login("root", "wrong one")));
            assertEquals(
                    "LOGIN_FAILED",
                    Calls.outcome(() -> client.login("a-typed-password", "whatever")));
            channel.shutdownNow();
            AuditEntry first = entries(test, "operator.bootstrap").getFirst();
            assertEquals(ActorKind.ACTOR_KIND_LOCAL, first.getActorKind());
            assertEquals(1, first.getSequence());
            List<AuditEntry> failures = entries(test, "login.fail");
            assertEquals(Attempts.FREE, failures.size());
            AuditEntry unknown = failures.getFirst();
            assertEquals("{\"name\":\"\",\"failures\":1,\"lockedMs\":0}", unknown.getAfter());
            assertEquals("", unknown.getTarget());
            AuditEntry lock = entries(test, "login.lock").getFirst();
            assertEquals(ActorKind.ACTOR_KIND_NOBODY, lock.getActorKind());
            assertEquals(first.getTarget(), lock.getTarget());
            assertTrue(lock.getPeer().startsWith("127.0.0.1:"));
            assertEquals("{\"name\":\"root\",\"failures\":5,\"lockedMs\":10000}", lock.getAfter());
        }
    }

    @Test
    void nothingChangesWhenTheEntryCannotBeWritten() throws SQLException {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Account account = test.account("Acme", 5);
            sql(
                    directory,
                    "CREATE TRIGGER no_log BEFORE INSERT ON audit_entry BEGIN"
                            + " SELECT RAISE(ABORT, 'the log cannot be written'); END");
            Fault refused =
                    assertThrows(
                            Fault.class,
                            () -> test.backend().accounts().suspend(account.id(), "unpaid"));
            assertEquals(ErrorCode.STORE_UNAVAILABLE, refused.code());
            assertFalse(test.backend().accounts().require(account.id()).suspended());
            // Journaled, so it comes: with its entry, once that can be written.
            var done =
                    test.backend()
                            .credit()
                            .grant(
                                    account.id(),
                                    UUID.randomUUID(),
                                    io.weighbridge.backend.ledger.fact.GrantKind.PURCHASED,
                                    7,
                                    0,
                                    "later");
            assertEquals(12, done.balanceNanos());
            sql(directory, "DROP TRIGGER no_log");
            AuditEntry entry = entries(test, "credit.grant").getFirst();
            assertEquals("later", entry.getReason());
            assertEquals("{\"balanceNanos\":5}", entry.getBefore());
            assertTrue(entry.getAfter().startsWith("{\"balanceNanos\":12,\"amountNanos\":7,"));
            assertTrue(verify(test).getIntact());
        }
    }

    @Test
    void whatWasJournaledBeforeAKillHasItsEntryAfterTheNextStart() throws IOException {
        String accountId;
        try (TestBackend test = TestBackend.start(directory, time)) {
            accountId = IdKind.ACCOUNT.format(test.account("Acme", 0).id());
            // A store that lacks what comes now, as after a kill before the fold.
            test.backend().ledger().awaitFolded();
            copy(directory, image);
            io.weighbridge.proto.v1.AccountsGrpc.newBlockingStub(test.channel())
                    .addGrant(
                            io.weighbridge.proto.v1.AddGrantRequest.newBuilder()
                                    .setAccount(accountId)
                                    .setOperationId(UUID.randomUUID().toString())
                                    .setKind(io.weighbridge.proto.v1.GrantKind.GRANT_KIND_PURCHASED)
                                    .setAmountNanos(9)
                                    .setNote("paid")
                                    .build());
        }
        try (Stream<Path> old = Files.list(image.resolve("journal"))) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(image.resolve("journal"));
        copy(directory.resolve("journal"), image.resolve("journal"));
        for (int start = 0; start < 2; start++) {
            try (TestBackend test = TestBackend.start(image, time)) {
                List<AuditEntry> grants = entries(test, "credit.grant");
                assertEquals(1, grants.size(), "once, however often it starts");
                AuditEntry entry = grants.getFirst();
                assertEquals("test-admin", entry.getActorName());
                assertEquals("weighbridge.v1.Accounts/AddGrant", entry.getMethod());
                assertEquals("paid", entry.getReason());
                assertEquals(accountId, entry.getTarget());
                assertTrue(verify(test).getIntact());
            }
        }
    }

    @Test
    void checkpointsAreSignedAndACutLogIsFoundAgainstAKeptOne() throws SQLException {
        String kept;
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.account("Acme", 5);
            kept =
                    AuditLogGrpc.newBlockingStub(test.channel())
                            .makeCheckpoint(MakeCheckpointRequest.getDefaultInstance())
                            .getCheckpoint();
        }
        sql(directory, "DROP TRIGGER audit_entry_is_kept");
        sql(directory, "DROP TRIGGER audit_checkpoint_is_kept");
        sql(directory, "DROP TRIGGER audit_head_rises");
        sql(directory, "DELETE FROM audit_entry WHERE sequence > 1");
        sql(directory, "DELETE FROM audit_checkpoint");
        sql(
                directory,
                "UPDATE audit_head SET (sequence, hash) = (SELECT sequence, hash FROM audit_entry)");
        try (TestBackend test = TestBackend.start(directory, time)) {
            AuditLogGrpc.AuditLogBlockingStub log = AuditLogGrpc.newBlockingStub(test.channel());
            assertTrue(log.verify(VerifyRequest.getDefaultInstance()).getIntact());
            VerifyReply against =
                    log.verify(VerifyRequest.newBuilder().setCheckpoint(kept).build());
            assertFalse(against.getIntact());
            assertTrue(against.getProblems(0).startsWith("the kept checkpoint of "));
        }
    }

    @Test
    void theStoreItselfRefusesChangesOfTheLog() throws SQLException {
        try (TestBackend test = TestBackend.start(directory, time)) {
            test.account("Acme", 5);
        }
        for (String statement :
                List.of(
                        "UPDATE audit_entry SET reason = 'x' WHERE sequence = 1",
                        "DELETE FROM audit_entry WHERE sequence = 1",
                        "INSERT INTO audit_entry SELECT 9999, at_ms, actor_kind, actor_id,"
                                + " actor_name, role, session_id, peer, method, action, target,"
                                + " before, after, reason, hash FROM audit_entry LIMIT 1",
                        "UPDATE audit_head SET sequence = 0",
                        "DELETE FROM audit_head")) {
            assertThrows(SQLException.class, () -> sql(directory, statement), statement);
        }
    }
}
