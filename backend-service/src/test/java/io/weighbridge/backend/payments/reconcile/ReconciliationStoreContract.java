package io.weighbridge.backend.payments.reconcile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.reconcile.OurPayment.LedgerMove;
import io.weighbridge.backend.payments.reconcile.OurPayment.OurMove;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.payments.store.SqlOrderStore;
import io.weighbridge.backend.payments.store.SqlPaymentStore;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.Nanos;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the stores of reports and the books do, whatever the database. Accounts 1 and 2 exist.
abstract class ReconciliationStoreContract {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private ReconciliationStore store() {
        return new SqlReconciliationStore(database);
    }

    private static ReconciliationRun run(long id) {
        return new ReconciliationRun(
                id, DAY, 5, 9, ReconciliationState.WAITING, "", true, 1, 10, 0, 0, 0, 0);
    }

    private static Difference difference(int number) {
        return new Difference(
                DifferenceKind.byNumber(number % 11 + 1),
                "card",
                "pi_" + number,
                number,
                2,
                3,
                "USD",
                -4,
                5,
                "é");
    }

    @Test
    void shouldKeepReports() {
        ReconciliationStore store = store();
        store.add(run(1), null);
        store.add(run(2), Changes.ANY);
        assertEquals(List.of(run(1), run(2)), store.open());
        assertEquals(List.of(run(1), run(2)), store.of(DAY));
        assertEquals(List.of(), store.of(DAY.plusDays(1)));
        assertEquals(Optional.empty(), store.find(3));

        ReconciliationRun running = run(1).started(11);
        store.begin(running);
        assertEquals(Optional.of(running), store.find(1));
        assertEquals(List.of(running, run(2)), store.open());
        ReconciliationRun ended = running.ended("so", 12, 7, 3);
        List<Difference> all =
                IntStream.range(0, 3).mapToObj(ReconciliationStoreContract::difference).toList();
        Total total =
                new Total(
                        "card",
                        "USD",
                        7,
                        new Total.Money(1, 2, 3),
                        new Total.Money(4, 5, 6),
                        8,
                        9,
                        10);
        Notice notice = new Notice(77, 0, 12, NoticeKind.RECONCILIATION, 0, "look");
        store.end(ended, List.of(total), all, List.of(notice));
        assertEquals(Optional.of(ended), store.find(1));
        assertEquals(List.of(run(2)), store.open());
        assertEquals(List.of(total), store.totals(1));
        assertEquals(List.of(), store.totals(2));
        Page<Difference> first = store.differences(1, PageKey.of(2, "", "x"));
        assertEquals(all.subList(0, 2), first.items());
        assertEquals(
                all.subList(2, 3),
                store.differences(1, PageKey.of(2, first.nextToken(), "x")).items());
        assertEquals(List.of(run(2), ended), store.list(PageKey.of(10, "", "")).items());
        assertEquals(1, number("SELECT count(*) FROM account_notice WHERE kind = 10"));
    }

    @Test
    void shouldSumHowFarReportsAreApart() {
        ReconciliationStore store = store();
        long most = Nanos.AMOUNT_MAX;
        List<Difference> great = Collections.nCopies(10, gap(DifferenceKind.MISSING_HERE, most, 0));
        store.end(run(1).started(1).ended("", 2, 0, 10), List.of(), great, List.of());
        store.end(
                run(2).started(1).ended("", 2, 0, 3),
                List.of(),
                List.of(
                        gap(DifferenceKind.ARRIVED_DIFFERS, 5_000_000_001L, 1),
                        gap(DifferenceKind.REFUNDED_DIFFERS, -1, 1_000_000_001L),
                        gap(DifferenceKind.CURRENCY_DIFFERS, 7, 0)),
                List.of());
        assertEquals(List.of(new Gap(2, "USD", 6_000_000_002L)), store.gaps(List.of(2L, 3L)));
        assertEquals(
                List.of(new Gap(1, "USD", Long.MAX_VALUE), new Gap(2, "USD", 6_000_000_002L)),
                store.gaps(List.of(1L, 2L)));
        assertEquals(List.of(), store.gaps(List.of()));
    }

    private static Difference gap(DifferenceKind kind, long expected, long found) {
        return new Difference(kind, "card", "pi", 0, 0, 0, "USD", expected, found, "");
    }

    @Test
    void shouldForgetTheOldest() {
        ReconciliationStore store = store();
        store.end(
                run(1).started(1).ended("", 2, 0, 1), List.of(), List.of(difference(1)), List.of());
        var _ =
                database.inTransaction(
                        handle ->
                                IntStream.rangeClosed(2, ReconciliationStore.KEPT_MAX)
                                        .map(
                                                id ->
                                                        handle.execute(
                                                                "INSERT INTO reconciliation"
                                                                        + " VALUES (?, 1, 1, 1,"
                                                                        + " 3, '', 1, 1, 1, 1,"
                                                                        + " 1, 0, 0)",
                                                                (long) id))
                                        .sum());
        long newest = ReconciliationStore.KEPT_MAX + 1;
        store.add(run(newest), null);
        assertEquals(1, number("SELECT count(*) FROM reconciliation WHERE id = 1"));
        store.end(run(newest).started(1).ended("", 2, 0, 0), List.of(), List.of(), List.of());
        assertEquals(0, number("SELECT count(*) FROM reconciliation WHERE id = 1"));
        assertEquals(0, number("SELECT count(*) FROM reconciliation_difference"));
        assertEquals(ReconciliationStore.KEPT_MAX, number("SELECT count(*) FROM reconciliation"));
    }

    private long number(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void shouldReadOurBooks() {
        Order order = new Order(10, 1, 100, 6, "USD", "", OrderState.PAID, "", 5, 90, 5);
        new SqlOrderStore(database).add(order, Changes.ANY);
        Payment payment =
                new Payment(20, 10, 1, "card", "pi_1", "cs_1", 106, 53, 0, 50, 2, "", 0, 0, 5, 8);
        List<Move> moves =
                List.of(new Move(20, 1, 100, 5, 6, 30, 100), new Move(20, 2, -50, 8, 0, 0, 0));
        new SqlPaymentStore(database)
                .record(
                        new PaymentStore.Decided(
                                null,
                                List.of(),
                                List.of(payment),
                                moves,
                                List.of(),
                                List.of(),
                                0,
                                null),
                        8,
                        null);
        ledger();
        OurPayment expected =
                new OurPayment(
                        20,
                        10,
                        1,
                        "card",
                        "pi_1",
                        106,
                        53,
                        0,
                        50,
                        "USD",
                        100,
                        106,
                        true,
                        List.of(
                                new OurMove(1, 100, 5, 0, new LedgerMove(1, 100, 100)),
                                new OurMove(2, -50, 8, 0, null)));
        Books books = new SqlBooks(database);
        assertEquals(List.of(expected), books.find("card", List.of("pi_0", "pi_1")));
        assertEquals(List.of(), books.find("coin", List.of("pi_1")));
        assertEquals(List.of(), books.find("card", List.of()));
        assertEquals(List.of(expected), books.find(List.of(20L, 21L)));
        assertEquals(List.of(), books.find(List.of()));
        assertEquals(List.of("card"), books.providers());
        assertArrayEquals(new long[] {20}, books.changed("card", 8, 6));
        assertArrayEquals(new long[] {}, books.changed("card", 9, 6));
        assertArrayEquals(new long[] {}, books.changed("card", 8, 5));
        assertArrayEquals(new long[] {}, books.changed("coin", 0, 100));
    }

    // A grant of 100, a part of which pays what was owed.
    private void ledger() {
        var _ =
                database.inTransaction(
                        handle -> {
                            handle.execute(
                                    "INSERT INTO operation VALUES (?, 7, 'buy', 0, '', 30,"
                                            + " 100, 100)",
                                    SqlBytes.of(Move.operationId(20, 1)));
                            handle.execute(
                                    "INSERT INTO account_entry (account_id, sequence,"
                                            + " at_ms, kind, amount_nanos,"
                                            + " balance_after_nanos) VALUES (1, 7, 5, 1,"
                                            + " 100, 100)");
                            handle.execute(
                                    "INSERT INTO transfer VALUES (7, 0, 5, 1, 2, 1001, 40),"
                                            + " (7, 1, 5, 1, 2, 1002, 60),"
                                            + " (7, 2, 5, 1, 1001, 1002, 40)");
                            return true;
                        });
    }
}
