package io.weighbridge.backend.ledger.accounts;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AddGrantRequest;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.Balance;
import io.weighbridge.proto.v1.GetBalanceRequest;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.GrantKind;
import io.weighbridge.proto.v1.MovementKind;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.RefundUsageRequest;
import io.weighbridge.proto.v1.Statement;
import io.weighbridge.proto.v1.StatementEntry;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

final class StatementGrpcTest {
    @TempDir Path directory;
    private final ShiftedTime time = new ShiftedTime();
    @AutoClose private TestBackend test;
    private AccountsGrpc.AccountsBlockingStub accounts;
    private String account;
    private String secret;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        accounts = AccountsGrpc.newBlockingStub(test.channel());
        test.publish(test.service("chat"), 1_000_000L, 1_000_000L);
        io.weighbridge.backend.ledger.accounts.Account acme = test.account("Acme", 0);
        account = IdKind.ACCOUNT.format(acme.id());
        secret = test.key(acme).secret();
    }

    private void grant(long nanos, long expiresAtMs) {
        accounts.addGrant(
                AddGrantRequest.newBuilder()
                        .setAccount(account)
                        .setOperationId(UUID.randomUUID().toString())
                        .setKind(GrantKind.GRANT_KIND_PURCHASED)
                        .setAmountNanos(nanos)
                        .setExpiresAtMs(expiresAtMs)
                        .build());
    }

    private String adjust(long nanos) {
        String id = UUID.randomUUID().toString();
        accounts.adjustCredit(
                AdjustCreditRequest.newBuilder()
                        .setAccount(account)
                        .setOperationId(id)
                        .setAmountNanos(nanos)
                        .setReason(AdjustmentReason.ADJUSTMENT_REASON_FRAUD)
                        .setNote("why")
                        .build());
        return id;
    }

    private void refund(String record, String operation) {
        accounts.refundUsage(
                RefundUsageRequest.newBuilder()
                        .setRecordId(record)
                        .setOperationId(operation)
                        .setReason(AdjustmentReason.ADJUSTMENT_REASON_GOODWILL)
                        .setNote("sorry")
                        .build());
    }

    private String charge(long tokens) {
        Admitted admitted = GateCalls.authorize(test, secret, "chat", tokens - 1, 1).getAdmitted();
        GateCalls.settle(test, admitted, tokens - 1, 1);
        return admitted.getRequestId();
    }

    private Statement statement(long fromMs, long toMs, int size, String token) {
        return accounts.getStatement(
                GetStatementRequest.newBuilder()
                        .setAccount(account)
                        .setFromAtMs(fromMs)
                        .setToAtMs(toMs)
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    private Statement newest(int size, String token) {
        return accounts.getStatement(
                GetStatementRequest.newBuilder()
                        .setAccount(account)
                        .setNewestFirst(true)
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    @Test
    void theNewestCanComeFirstAndPagesStayStable() {
        for (int i = 0; i < 7; i++) {
            grant(10 + i, 0);
        }
        List<StatementEntry> expected = statement(0, 0, 0, "").getEntriesList().reversed();
        List<StatementEntry> seen = new ArrayList<>();
        String token = "";
        do {
            Statement page = newest(3, token);
            seen.addAll(page.getEntriesList());
            StatementEntry earliest = seen.getLast();
            assertEquals(
                    earliest.getBalanceAfterNanos() - earliest.getAmountNanos(),
                    page.getOpeningBalanceNanos());
            token = page.getNextPageToken();
            grant(1, 0);
        } while (!token.isEmpty());
        assertEquals(expected, seen);
        String foreign = newest(1, "").getNextPageToken();
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> statement(0, 0, 1, foreign));
    }

    private Balance balance(long asOfMs) {
        return accounts.getBalance(
                GetBalanceRequest.newBuilder().setAccount(account).setAsOfMs(asOfMs).build());
    }

    /// A life of all kinds of movements, with instants between them and several at one instant.
    private void live(Random random) {
        List<String> records = new ArrayList<>();
        grant(10_000, 0);
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(6)) {
                case 0 -> grant(1 + random.nextInt(100), 0);
                case 1 -> grant(1 + random.nextInt(100), time.wallMs() + 4_000);
                case 2 -> adjust(-1 - random.nextInt(20));
                case 3 -> adjust(1 + random.nextInt(20));
                case 4 -> {
                    if (!records.isEmpty()) {
                        refund(records.removeLast(), UUID.randomUUID().toString());
                    }
                }
                default -> records.add(charge(2 + random.nextInt(50)));
            }
            time.pass(Duration.ofMillis(random.nextInt(3) * 500L));
        }
        time.pass(Duration.ofSeconds(10));
        charge(2);
    }

    @Test
    void everyBalanceOfThePastIsThatOfTheStatement() {
        live(new Random(7));
        awaitExpiry();
        List<StatementEntry> entries = statement(0, 0, 1_000, "").getEntriesList();
        assertTrue(entries.size() > 40, () -> "too few: " + entries.size());
        assertTrue(
                entries.stream().anyMatch(e -> e.getKind() == MovementKind.MOVEMENT_KIND_EXPIRY),
                "nothing expired");
        long running = 0;
        long lastAtMs = 0;
        for (int i = 0; i < entries.size(); i++) {
            StatementEntry entry = entries.get(i);
            running += entry.getAmountNanos();
            assertEquals(running, entry.getBalanceAfterNanos(), entry::toString);
            assertTrue(entry.getAtMs() >= lastAtMs, entry::toString);
            if (entry.getAtMs() > lastAtMs) {
                long before = running - entry.getAmountNanos();
                assertEquals(before, balance(entry.getAtMs() - 1).getBalanceNanos());
                assertEquals(before, statement(entry.getAtMs(), 0, 1, "").getOpeningBalanceNanos());
                assertEquals(i, statement(0, entry.getAtMs(), 1_000, "").getEntriesCount());
            }
            if (i + 1 == entries.size() || entries.get(i + 1).getAtMs() > entry.getAtMs()) {
                assertEquals(running, balance(entry.getAtMs()).getBalanceNanos());
            }
            lastAtMs = entry.getAtMs();
        }
        assertEquals(running, balance(0).getBalanceNanos());
        assertFalse(balance(1).hasHeldNanos());
        assertFalse(balance(1).hasAvailableNanos());
        assertTrue(balance(0).hasAvailableNanos());
        assertEquals(0, balance(1).getBalanceNanos());
        Statement none = statement(lastAtMs + 1, lastAtMs + 2, 0, "");
        assertEquals(0, none.getEntriesCount());
        assertEquals(running, none.getOpeningBalanceNanos());
    }

    // What expired is moved out a moment after its instant.
    private void awaitExpiry() {
        long untilNanos = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (accounts.getBalance(GetBalanceRequest.newBuilder().setAccount(account).build())
                        .getBalanceNanos()
                != balance(0).getAvailableNanos()) {
            assertTrue(System.nanoTime() < untilNanos, "expired credit was not moved out");
            Thread.onSpinWait();
        }
    }

    @Test
    void pagesStayStableWhileCreditMoves() {
        for (int i = 0; i < 7; i++) {
            grant(10 + i, 0);
        }
        List<Long> expected =
                new ArrayList<>(
                        statement(0, 0, 0, "").getEntriesList().stream()
                                .map(StatementEntry::getSequence)
                                .toList());
        List<Long> seen = new ArrayList<>();
        String token = "";
        long running = 0;
        do {
            Statement page = statement(0, 0, 3, token);
            assertEquals(running, page.getOpeningBalanceNanos());
            for (StatementEntry entry : page.getEntriesList()) {
                seen.add(entry.getSequence());
                running = entry.getBalanceAfterNanos();
            }
            token = page.getNextPageToken();
            if (seen.size() == 3) {
                adjust(-1);
            }
        } while (!token.isEmpty());
        assertEquals(expected, seen.subList(0, 7));
        assertEquals(8, seen.size());
        String foreign = statement(0, 0, 1, "").getNextPageToken();
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> statement(1, 0, 1, foreign));
    }

    @Test
    void everyEntrySaysWhatItCameFrom() {
        grant(1_000, 0);
        String record = charge(100);
        String adjustment = adjust(-5);
        // Nothing keeps a caller from using a record's id for its refund.
        refund(record, record);
        List<StatementEntry> entries = statement(0, 0, 0, "").getEntriesList();
        assertEquals(4, entries.size());
        StatementEntry usage = entries.get(1);
        assertEquals(MovementKind.MOVEMENT_KIND_USAGE, usage.getKind());
        assertEquals(-100, usage.getAmountNanos());
        assertEquals(record, usage.getRecordId());
        assertEquals("", usage.getOperationId());
        assertEquals("", usage.getNote());
        assertEquals("", usage.getReason());
        StatementEntry taken = entries.get(2);
        assertEquals(MovementKind.MOVEMENT_KIND_ADJUSTMENT, taken.getKind());
        assertEquals(adjustment, taken.getOperationId());
        assertEquals("ADJUSTMENT_REASON_FRAUD", taken.getReason());
        assertEquals("why", taken.getNote());
        assertEquals("", taken.getRecordId());
        StatementEntry refund = entries.get(3);
        assertEquals(MovementKind.MOVEMENT_KIND_REFUND, refund.getKind());
        assertEquals(100, refund.getAmountNanos());
        assertEquals(record, refund.getRecordId());
        assertEquals(record, refund.getOperationId());
        assertEquals("ADJUSTMENT_REASON_GOODWILL", refund.getReason());
    }
}
