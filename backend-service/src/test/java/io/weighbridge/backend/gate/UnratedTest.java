package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.keys.CreditLimit;
import io.weighbridge.backend.keys.CreditPeriod;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.usage.SqlRollupStore;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.UsageGrpc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// Usage without a price, or a price without usage: never free, charged once when it is rated.
final class UnratedTest {
    private static final long CEILING = 50 * Calls.TOKEN;

    @TempDir Path directory;
    private TestBackend test;
    private Service service;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        service = test.backend().services().create("chat", settings(CEILING));
        account = test.account("Acme", 1_000 * Calls.TOKEN);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    private static ServiceSettings settings(long ceiling) {
        return new ServiceSettings(
                ServiceCategory.TEXT,
                false,
                VanishedPolicy.BILL_DELIVERED,
                600_000,
                0,
                256,
                ceiling);
    }

    private Admitted quarantined() {
        Admitted admitted = test.gate().authorize(Calls.chat(key, 10, 10).build()).getAdmitted();
        assertEquals(CEILING, admitted.getHeldNanos());
        SettleReply settled = test.gate().settle(Calls.settle(admitted.getHoldId(), 10, 5).build());
        assertTrue(settled.getUnrated());
        assertEquals(0, settled.getChargeNanos());
        assertEquals(950 * Calls.TOKEN, settled.getAvailableNanos(), "its hold stays");
        return admitted;
    }

    private String rate(Admitted call, UUID operation) {
        try {
            var rated =
                    test.backend()
                            .unratedUsage()
                            .rate(idOf(call), operation, bookId(), Units.NONE, "rated");
            return rated.repeated() ? "repeated" : "rated";
        } catch (Fault fault) {
            return fault.code().name();
        }
    }

    private long bookId() {
        return Objects.requireNonNull(test.backend().prices().inForce(System.currentTimeMillis()))
                .id();
    }

    private static RequestId idOf(Admitted call) {
        return Objects.requireNonNull(RequestId.parse(call.getRequestId()));
    }

    private String writeOff(Admitted call) {
        try {
            test.backend().unratedUsage().writeOff(idOf(call), UUID.randomUUID(), "why");
            return "written off";
        } catch (Fault fault) {
            return fault.code().name();
        }
    }

    private void publish() {
        test.publish(service, 1_000_000 * Calls.TOKEN, 1_000_000 * Calls.TOKEN);
    }

    @Test
    void shouldRefuseWhatHasNoPriceAndNoCeiling() {
        test.backend().services().update("chat", 1, settings(0));
        AuthorizeReply reply = test.gate().authorize(Calls.chat(key, 10, 10).build());
        assertEquals(RefusalReason.REFUSAL_REASON_UNPRICED, reply.getRefused().getReason());
    }

    @Test
    void shouldRateOnceWhen16Try() {
        Admitted call = quarantined();
        publish();
        List<String> results = Calls.atOnce(16, i -> rate(call, UUID.randomUUID()));
        assertEquals(1, results.stream().filter("rated"::equals).count());
        assertEquals(15, results.stream().filter("NOT_UNRATED"::equals).count());
        assertEquals(985 * Calls.TOKEN, test.balance(account).balanceNanos());
        assertEquals(0, test.balance(account).heldNanos().orElseThrow());
    }

    @Test
    void shouldAnswerTheSameOperationAgain() {
        Admitted call = quarantined();
        publish();
        UUID operation = UUID.randomUUID();
        List<String> results = Calls.atOnce(16, i -> rate(call, operation));
        assertEquals(1, results.stream().filter("rated"::equals).count());
        assertEquals(15, results.stream().filter("repeated"::equals).count());
        assertEquals(985 * Calls.TOKEN, test.balance(account).balanceNanos());
    }

    @Test
    void shouldEitherRateOrWriteOff() {
        Admitted call = quarantined();
        publish();
        List<String> results =
                Calls.atOnce(16, i -> i % 2 == 0 ? rate(call, UUID.randomUUID()) : writeOff(call));
        assertEquals(15, results.stream().filter("NOT_UNRATED"::equals).count());
        long expected = results.contains("rated") ? 985 : 1_000;
        assertEquals(expected * Calls.TOKEN, test.balance(account).balanceNanos());
        assertEquals(0, test.balance(account).heldNanos().orElseThrow());
    }

    @Test
    void shouldKeepWhatIsInQuarantineAcrossARestart() {
        quarantined();
        test.close();
        test = TestBackend.start(directory);
        assertEquals(CEILING, test.balance(account).quarantinedNanos().orElseThrow());
        assertEquals(950 * Calls.TOKEN, test.balance(account).availableNanos().orElseThrow());
    }

    @Test
    void shouldQuarantineAPricedCallWithoutUsage() {
        publish();
        String hold =
                test.gate().authorize(Calls.chat(key, 10, 10).build()).getAdmitted().getHoldId();
        SettleReply reply = test.gate().settle(Calls.settle(hold, 0, 0).clearUnits().build());
        assertTrue(reply.getUnrated());
        assertEquals(20 * Calls.TOKEN, test.balance(account).quarantinedNanos().orElseThrow());
    }

    @Test
    void shouldTellTheOverrunOfARatingAboveWhatWasHeld() throws SQLException {
        Account poor = test.account("Poor", CEILING);
        String poorKey = test.key(poor).secret();
        Admitted call = test.gate().authorize(Calls.chat(poorKey, 10, 10).build()).getAdmitted();
        test.gate().settle(Calls.settle(call.getHoldId(), 10, 5).build());
        test.publish(service, 10 * 1_000_000 * Calls.TOKEN, 10 * 1_000_000 * Calls.TOKEN);
        assertEquals("rated", rate(call, UUID.randomUUID()));
        assertEquals(-100 * Calls.TOKEN, test.balance(poor).balanceNanos());
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
        long overrun = 100 * Calls.TOKEN;
        assertEquals(overrun, number("SELECT overrun_nanos FROM usage_rating"));
        assertEquals(
                overrun, number("SELECT sum(overrun_nanos) FROM rollup WHERE granularity = 1"));
        assertEquals(
                overrun,
                UsageGrpc.newBlockingStub(test.channel())
                        .getRecord(
                                GetRecordRequest.newBuilder()
                                        .setRecordId(idOf(call).toString())
                                        .build())
                        .getRatedOverrunNanos());
        test.close();
        try (Database database = Database.open(directory)) {
            var rebuilt = new SqlRollupStore(database).rebuild();
            assertEquals(0, rebuilt.removed() + rebuilt.added());
        }
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(Database.FILE_NAME));
                Statement sql = connection.createStatement()) {
            sql.execute("UPDATE usage_rating SET overrun_nanos = overrun_nanos - 1");
            List<String> problems = LedgerCheck.of(directory).problems();
            assertTrue(
                    problems.stream().anyMatch(line -> line.matches(".*rating of .*overrun.*")),
                    problems::toString);
            sql.execute("UPDATE usage_rating SET overrun_nanos = overrun_nanos + 1");
        }
        test = TestBackend.start(directory);
    }

    private long number(String sql) {
        return LedgerSums.number(test, directory, sql);
    }

    // What waits to be rated is spent as far as the key's own limit is concerned.
    @Test
    void shouldCountQuarantineTowardsTheKeysOwnCreditLimit() {
        String limited =
                test.backend()
                        .keys()
                        .create(
                                account.id(),
                                new KeySettings(
                                        "test",
                                        0,
                                        true,
                                        Set.of(),
                                        0,
                                        new CreditLimit(2 * CEILING, CreditPeriod.EVER),
                                        List.of()))
                        .secret();
        for (int i = 0; i < 2; i++) {
            AuthorizeReply reply = test.gate().authorize(Calls.chat(limited, 10, 10).build());
            assertTrue(reply.hasAdmitted());
            test.gate().settle(Calls.settle(reply.getAdmitted().getHoldId(), 10, 5).build());
        }
        for (int i = 0; i < 2; i++) {
            AuthorizeReply reply = test.gate().authorize(Calls.chat(limited, 10, 10).build());
            assertEquals(
                    RefusalReason.REFUSAL_REASON_KEY_CREDIT_LIMIT, reply.getRefused().getReason());
            test.close();
            test = TestBackend.start(directory);
        }
    }
}
