package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.RateUnratedRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.UsageGrpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Neither event loops nor the ledger's writer read price books from the store once the service
/// serves.
final class BooksAtHandTest {
    private static final long CREDIT = 1_000_000_000_000L;
    private static final long DAY_MS = 86_400_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    private static long price(int times) {
        return times * Calls.TOKEN * 1_000_000;
    }

    private void schedule(TestBackend test, Service service, int times, long atMs) {
        PriceBook draft = test.backend().prices().createDraft(0, "later");
        PriceBook filled =
                test.backend()
                        .prices()
                        .updateDraft(
                                draft.id(),
                                draft.version(),
                                List.of(
                                        TestBackend.rate(service, Unit.INPUT_TOKENS, price(times)),
                                        TestBackend.rate(
                                                service, Unit.OUTPUT_TOKENS, price(times))),
                                List.of(),
                                "later");
        var _ = test.backend().prices().publish(filled.id(), filled.version(), atMs, true);
    }

    private Admitted admit(TestBackend test, String secret) {
        return GateCalls.authorize(test, secret, "chat", 10, 10).getAdmitted();
    }

    @Test
    void shouldNotNeedTheStoreForPricesAfterARestart() throws SQLException {
        String secret;
        Admitted older;
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service service = test.chat();
            secret = test.key(test.account("Acme", CREDIT)).secret();
            older = admit(test, secret);
            time.pass(1_000);
            var _ = test.publish(service, price(2), price(2));
            schedule(test, service, 3, time.wallMs() + 60_000);
            schedule(test, service, 4, time.wallMs() + 90_000);
        }
        try (TestBackend test = TestBackend.start(directory, time)) {
            takeRatesAway();
            assertEquals(20 * Calls.TOKEN, charge(GateCalls.settle(test, older, 10, 10)));
            assertEquals(40 * Calls.TOKEN, charge(GateCalls.call(test, secret, "chat", 10, 10)));
            Admitted held = admit(test, secret);
            time.pass(60_000);
            assertEquals(60 * Calls.TOKEN, charge(GateCalls.call(test, secret, "chat", 10, 10)));
            assertEquals(40 * Calls.TOKEN, charge(GateCalls.settle(test, held, 10, 10)));
            time.pass(30_000);
            assertEquals(80 * Calls.TOKEN, charge(GateCalls.call(test, secret, "chat", 10, 10)));
        }
    }

    private static long charge(SettleReply settled) {
        assertFalse(settled.getUnrated());
        return settled.getChargeNanos();
    }

    private void takeRatesAway() throws SQLException {
        try (Connection other =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve("weighbridge.db"));
                Statement statement = other.createStatement()) {
            statement.execute("ALTER TABLE rate RENAME TO rate_away");
        }
    }

    // In force until a moment ago: a call that began by it may have been decided meanwhile.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepABookThatWasJustSuperseded(boolean restarted) throws SQLException {
        TestBackend first = TestBackend.start(directory, time);
        TestBackend test = first;
        try {
            Service service = first.chat(settings(0));
            Account account = first.account("Acme", CREDIT);
            Admitted old = admit(first, first.key(account).secret());
            time.pass(10 * DAY_MS);
            Calls.await("it expired", () -> holds(first, account) == 0);
            var _ = first.publish(service, price(2), price(2));
            if (restarted) {
                first.close();
                test = TestBackend.start(directory, time);
            }
            takeRatesAway();
            assertEquals(20 * Calls.TOKEN, charge(GateCalls.settle(test, old, 10, 10)));
        } finally {
            test.close();
        }
    }

    private static int holds(TestBackend test, Account account) {
        return test.backend().ledger().holds(account.id()).size();
    }

    // Read before the writer comes to the calls, more of them than stay in memory.
    @Test
    void callsByManyOldBooksShouldBeChargedByWhatWasReadForThem() throws Exception {
        try (TestBackend test = TestBackend.start(directory, time);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Service service = test.chat(settings(0));
            Account account = test.account("Acme", CREDIT);
            String secret = test.key(account).secret();
            List<Admitted> old = new ArrayList<>();
            List<Long> books = new ArrayList<>();
            for (int i = 1; i <= 6; i++) {
                time.pass(1_000);
                books.add(test.publish(service, price(i), price(i)).id());
                old.add(admit(test, secret));
            }
            for (int i = 0; i < 2; i++) {
                time.pass(2 * DAY_MS);
                Calls.await("they expired", () -> holds(test, account) == 0);
                var _ = test.publish(service, price(1), price(1));
            }
            CountDownLatch mayGoOn = new CountDownLatch(1);
            Future<?> barrier =
                    threads.submit(() -> test.backend().ledger().atBarrier(() -> await(mayGoOn)));
            List<ListenableFuture<SettleReply>> settled = new ArrayList<>();
            for (int i = 0; i < old.size(); i++) {
                long book = books.get(i);
                settled.add(settle(test, old.get(i)));
                Calls.await("its book", () -> test.backend().prices().atHand(book) != null);
            }
            takeRatesAway();
            mayGoOn.countDown();
            for (int i = 0; i < old.size(); i++) {
                assertEquals(
                        20L * (i + 1) * Calls.TOKEN,
                        charge(settled.get(i).get(20, TimeUnit.SECONDS)));
            }
            barrier.get(20, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ListenableFuture<SettleReply> settle(TestBackend test, Admitted call) {
        return GateGrpc.newFutureStub(test.channel())
                .settle(Calls.settle(call.getHoldId(), 10, 10).build());
    }

    // Its book is in memory no more, and reading it takes long: others do not wait.
    @Test
    void aCallThatEndedLongAgoShouldWaitForItsBookAlone() throws Exception {
        PostgresAddress database = TestPostgres.database();
        String secret;
        Admitted old;
        try (TestBackend test = start(database)) {
            Service service = test.chat(settings(0));
            Account account = test.account("Acme", CREDIT);
            secret = test.key(account).secret();
            old = admit(test, secret);
            time.pass(1_000);
            var _ = test.publish(service, price(2), price(2));
            time.pass(2 * DAY_MS);
            Calls.await("it expired", () -> holds(test, account) == 0);
        }
        othersGoOnWhile(
                database,
                secret,
                test -> settle(test, old),
                settled -> assertEquals(20 * Calls.TOKEN, charge(settled)));
    }

    @Test
    void callsByOneOldBookShouldReadItOnce() throws Exception {
        PostgresAddress database = TestPostgres.database();
        List<Admitted> old = new ArrayList<>();
        String secret;
        try (TestBackend test = start(database)) {
            Service service = test.chat(settings(0));
            Account account = test.account("Acme", CREDIT);
            secret = test.key(account).secret();
            for (int i = 0; i < 20; i++) {
                old.add(admit(test, secret));
            }
            time.pass(1_000);
            var _ = test.publish(service, price(2), price(2));
            time.pass(2 * DAY_MS);
            Calls.await("they expired", () -> holds(test, account) == 0);
        }
        othersGoOnWhile(
                database,
                secret,
                test -> Futures.allAsList(old.stream().map(call -> settle(test, call)).toList()),
                all -> all.forEach(each -> assertEquals(20 * Calls.TOKEN, charge(each))));
    }

    @Test
    void aRatingByAnOlderBookShouldWaitForItAlone() throws Exception {
        PostgresAddress database = TestPostgres.database();
        String secret;
        String record;
        String book;
        try (TestBackend test = start(database)) {
            Service chat = test.service("chat");
            Service draw = test.backend().services().create("draw", settings(5_000_000));
            book =
                    IdKind.PRICE_BOOK.format(
                            test.publish(
                                            List.of(
                                                    TestBackend.rate(
                                                            draw, Unit.INPUT_TOKENS, price(7)),
                                                    TestBackend.rate(
                                                            draw, Unit.OUTPUT_TOKENS, price(7))),
                                            List.of())
                                    .id());
            time.pass(1_000);
            var _ = test.publish(chat, price(2), price(2));
            secret = test.key(test.account("Acme", CREDIT)).secret();
            SettleReply unrated = GateCalls.call(test, secret, "draw", 10, 10);
            assertTrue(unrated.getUnrated());
            record = unrated.getRecordId();
            time.pass(2 * DAY_MS);
        }
        RateUnratedRequest rate =
                RateUnratedRequest.newBuilder()
                        .setRecordId(record)
                        .setOperationId(UUID.randomUUID().toString())
                        .setPriceBook(book)
                        .setNote("by the older book")
                        .build();
        othersGoOnWhile(
                database,
                secret,
                test -> UsageGrpc.newFutureStub(test.channel()).rateUnrated(rate),
                rated -> assertEquals(140 * Calls.TOKEN, rated.getChargeNanos()));
    }

    // The call is under way while the rates cannot be read, and others are answered meanwhile.
    private <T> void othersGoOnWhile(
            PostgresAddress database,
            String secret,
            Function<TestBackend, ListenableFuture<T>> call,
            Consumer<T> answer)
            throws Exception {
        try (TestBackend test = start(database);
                Connection other = TestPostgres.connect(database);
                Statement statement = other.createStatement()) {
            assertEquals(40 * Calls.TOKEN, charge(GateCalls.call(test, secret, "chat", 10, 10)));
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE rate IN ACCESS EXCLUSIVE MODE");
            ListenableFuture<T> waiting = call.apply(test);
            Calls.await("it reads its book", () -> waiting(statement) == 1);
            assertEquals(40 * Calls.TOKEN, charge(GateCalls.call(test, secret, "chat", 10, 10)));
            assertFalse(waiting.isDone());
            assertEquals(1, waiting(statement));
            other.rollback();
            answer.accept(waiting.get(20, TimeUnit.SECONDS));
        }
    }

    private TestBackend start(PostgresAddress database) {
        return TestBackend.start(Config.of(directory).withPort(0).withStore(database), time);
    }

    private static int waiting(Statement statement) {
        try (var rows =
                statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                                + " 'rate'::regclass")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServiceSettings settings(long unpricedCeilingNanos) {
        return new ServiceSettings(
                ServiceCategory.TEXT,
                false,
                VanishedPolicy.BILL_NOTHING,
                ServiceSettings.HOLD_TTL_MS_DEFAULT,
                0,
                ServiceSettings.METER_SLICE_DEFAULT,
                unpricedCeilingNanos);
    }
}
