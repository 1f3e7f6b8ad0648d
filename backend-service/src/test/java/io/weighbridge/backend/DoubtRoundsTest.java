package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.Plan;
import io.weighbridge.backend.operators.Operator;
import io.weighbridge.backend.operators.proxies.ProxyCredential;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;
import io.weighbridge.backend.testkit.TestTokens;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.RefusalReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A whole service whose changes seemed to fail, and could not be read again: it sees by itself
/// what the store has.
final class DoubtRoundsTest {
    private static final String REVOKED = " SET revoked_at_ms = 1, revoked_reason = 'lost'";

    @TempDir Path directory;

    /// A change that seems to fail.
    ///
    /// @param table where it writes
    /// @param stored what the store has of it all the same: the rest of an UPDATE
    /// @param isSeen whether the service has it
    private record Doubt(String table, Runnable change, String stored, BooleanSupplier isSeen) {}

    @Test
    void shouldFindOutWhatTheStoreHasAlthoughNobodyChangesAnything() throws Exception {
        PostgresAddress database = TestPostgres.database();
        try (TestBackend test = TestBackend.start(directory, database);
                Connection other = TestPostgres.connect(database);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            Backend backend = test.backend();
            List<Doubt> doubts =
                    Stream.concat(ofCalls(test).stream(), ofPeople(backend).stream()).toList();
            for (Doubt doubt : doubts) {
                fail(doubt, statement);
            }
            for (Doubt doubt : doubts) {
                assertFalse(doubt.isSeen().getAsBoolean(), doubt.table());
            }
            for (Doubt doubt : doubts) {
                statement.execute("UPDATE " + away(doubt) + doubt.stored());
                statement.execute("ALTER TABLE " + away(doubt) + " RENAME TO " + doubt.table());
            }
            other.commit();
            for (Doubt doubt : doubts) {
                Calls.await(doubt.table(), doubt.isSeen());
            }
        }
    }

    private static List<Doubt> ofCalls(TestBackend test) {
        Backend backend = test.backend();
        // Made before its table is away: the proxy that calls come from.
        var _ = test.tokens().proxy(TestTokens.PROXY);
        Service service = test.service("chat");
        Account account = test.account("Acme", 1);
        ApiKeys.Made key = test.key(account);
        Plan plan = backend.plans().create("basic", List.of());
        PriceBook draft = backend.prices().createDraft(0, "");
        assertNull(backend.prices().inForce(System.currentTimeMillis()));
        return List.of(
                new Doubt(
                        "api_key",
                        () -> backend.keys().revoke(key.key().id(), "lost"),
                        REVOKED,
                        () ->
                                answer(test, key.secret())
                                        == RefusalReason.REFUSAL_REASON_REVOKED_KEY),
                new Doubt(
                        "account",
                        () -> backend.accounts().suspend(account.id(), "late"),
                        " SET suspended = true, suspended_reason = 'late'",
                        () ->
                                Objects.requireNonNull(backend.ledger().account(account.id()))
                                        .isSuspended()),
                new Doubt(
                        "service",
                        () -> backend.services().update("chat", 1, ServiceSettings.TEXT_DEFAULT),
                        " SET version = 2",
                        () -> backend.services().require(service.name()).version() == 2),
                new Doubt(
                        "plan",
                        () -> backend.plans().update(plan.id(), 1, "better", List.of()),
                        " SET version = 2, name = 'better'",
                        () -> backend.plans().require(plan.id()).name().equals("better")),
                new Doubt(
                        "price_book",
                        () -> backend.prices().publish(draft.id(), 1, 0, true),
                        " SET version = 2, published_at_ms = 1, effective_at_ms = 1",
                        () -> backend.prices().inForce(System.currentTimeMillis()) != null));
    }

    private static List<Doubt> ofPeople(Backend backend) {
        Operator anna = backend.operators().create("anna", "", Role.SUPPORT).operator();
        ProxyCredential proxy = backend.proxies().create("edge", true, Set.of(), 0).credential();
        return List.of(
                new Doubt(
                        "operator",
                        () ->
                                backend.operators()
                                        .update(anna.id(), 1, "", Role.SUPPORT, true, null),
                        " SET version = 2, disabled = true WHERE id = " + anna.id(),
                        () -> backend.operators().require(anna.id()).disabled()),
                new Doubt(
                        "proxy_credential",
                        () -> backend.proxies().revoke(proxy.id(), "lost"),
                        REVOKED + " WHERE id = " + proxy.id(),
                        () -> backend.proxies().inUse("edge").isEmpty()));
    }

    private static RefusalReason answer(TestBackend test, String secret) {
        return test.gate().authorize(Calls.chat(secret, 1, 1).build()).getRefused().getReason();
    }

    private static String away(Doubt doubt) {
        return doubt.table() + "_away";
    }

    // Who has read what is there, and writes, waits at the table that every write begins with; when
    // its turn comes there is no table to write to, and none to read again.
    private static void fail(Doubt doubt, Statement statement)
            throws SQLException, InterruptedException {
        statement.execute("LOCK TABLE store_write IN SHARE MODE");
        FutureTask<Boolean> change = new FutureTask<>(doubt.change(), true);
        Thread changing = Thread.ofPlatform().start(change);
        Calls.await(
                "a change that waits: " + doubt.table(),
                () -> isWriting(changing) && isWaitedFor(statement));
        statement.execute("ALTER TABLE " + doubt.table() + " RENAME TO " + away(doubt));
        statement.getConnection().commit();
        try {
            change.get();
        } catch (ExecutionException e) {
            assertEquals(
                    ErrorCode.STORE_UNAVAILABLE,
                    assertInstanceOf(Fault.class, e.getCause()).code());
            return;
        }
        throw new AssertionError(doubt.table() + " was written");
    }

    // The service's own rounds write too: one of them may be what waits.
    private static boolean isWriting(Thread changing) {
        return Arrays.stream(changing.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(InDoubt.class.getName()));
    }

    private static boolean isWaitedFor(Statement statement) {
        try (var rows =
                statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted"
                                + " AND relation = 'store_write'::regclass")) {
            rows.next();
            return rows.getInt(1) == 1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
