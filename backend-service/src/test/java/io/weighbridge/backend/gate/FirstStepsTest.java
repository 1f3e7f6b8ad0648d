package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.VolumeStep;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A service whose price comes to depend on the month's volume: what it was is summed while calls
/// go on, and each counts once.
final class FirstStepsTest {
    private static final long TOKEN = 10;
    private static final long CHEAP_TOKEN = 1;
    private static final long STEP = 100;

    @TempDir Path directory;
    private TestBackend test;
    private Service service;
    private String key;
    private Connection other;
    private Statement lock;

    @BeforeEach
    void start() throws SQLException {
        PostgresAddress database = TestPostgres.database();
        test = TestBackend.start(directory, database);
        service = test.service("chat");
        Account account = test.account("Acme", 1_000_000);
        key = test.key(account).secret();
        var _ = publish(List.of());
        other = TestPostgres.connect(database);
        other.setAutoCommit(false);
        lock = other.createStatement();
    }

    @AfterEach
    void stop() throws SQLException {
        other.close();
        test.close();
    }

    private PriceBook publish(List<VolumeStep> steps) {
        return test.publish(
                List.of(
                        rate(Unit.INPUT_TOKENS, TOKEN, steps),
                        rate(Unit.OUTPUT_TOKENS, 0, List.of())),
                List.of());
    }

    private Rate rate(Unit unit, long price, List<VolumeStep> steps) {
        return new Rate(service.id(), unit, ServiceTier.STANDARD, 0, 0, price, 1, steps);
    }

    private CompletableFuture<PriceBook> publishSteps() {
        return CompletableFuture.supplyAsync(
                () -> publish(List.of(new VolumeStep(STEP, CHEAP_TOKEN))));
    }

    private long charge(long input) {
        String hold =
                test.gate().authorize(Calls.chat(key, input, 0).build()).getAdmitted().getHoldId();
        return test.gate()
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .settle(Calls.settle(hold, input, 0).build())
                .getChargeNanos();
    }

    // Nothing waits to be folded: only the sum reads it.
    private void blockSums() throws SQLException {
        test.backend().ledger().awaitFolded();
        lock.execute("LOCK TABLE rollup IN ACCESS EXCLUSIVE MODE");
    }

    private void awaitSum() {
        Calls.await("a sum that waits", () -> waiting("rollup") > 0);
    }

    private int waiting(String table) {
        try (var rows =
                lock.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '"
                                + table
                                + "'::regclass")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldSettleWhileTheMonthIsSummed() throws SQLException {
        assertEquals(40 * TOKEN, charge(40));
        blockSums();
        CompletableFuture<PriceBook> publishing = publishSteps();
        awaitSum();
        assertEquals(50 * TOKEN, charge(50));
        assertFalse(publishing.isDone());
        other.rollback();
        publishing.join();
        // 90 so far.
        assertEquals(10 * TOKEN + 5 * CHEAP_TOKEN, charge(15));
    }

    @Test
    void shouldCountOnceWhatWasUsedWhileASumFailed() throws SQLException {
        assertEquals(40 * TOKEN, charge(40));
        blockSums();
        CompletableFuture<PriceBook> failing = publishSteps();
        awaitSum();
        assertEquals(20 * TOKEN, charge(20));
        lock.execute(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%FROM rollup%'");
        CompletionException failure = assertThrows(CompletionException.class, failing::join);
        assertEquals(
                ErrorCode.STORE_UNAVAILABLE,
                assertInstanceOf(Fault.class, failure.getCause()).code());
        other.rollback();
        assertEquals(30 * TOKEN, charge(30));
        publishSteps().join();
        // 90 so far.
        assertEquals(10 * TOKEN + 5 * CHEAP_TOKEN, charge(15));
    }

    @Test
    void shouldTellOfAStoreThatIsLostWhenTheSumBegins() throws SQLException {
        assertEquals(40 * TOKEN, charge(40));
        test.backend().ledger().awaitFolded();
        lock.execute("LOCK TABLE ledger_state IN ACCESS EXCLUSIVE MODE");
        CompletableFuture<PriceBook> failing = publishSteps();
        Calls.await("a look that waits", () -> waiting("ledger_state") > 0);
        lock.execute(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock'"
                        + " AND query LIKE 'SELECT folded_sequence%'");
        CompletionException failure = assertThrows(CompletionException.class, failing::join);
        assertEquals(
                ErrorCode.STORE_UNAVAILABLE,
                assertInstanceOf(Fault.class, failure.getCause()).code());
        other.rollback();
        publishSteps().join();
        assertEquals(60 * TOKEN + 5 * CHEAP_TOKEN, charge(65));
    }
}
