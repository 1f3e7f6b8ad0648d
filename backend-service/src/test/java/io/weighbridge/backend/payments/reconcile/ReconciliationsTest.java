package io.weighbridge.backend.payments.reconcile;

import static io.weighbridge.backend.payments.reconcile.ReconcileFixture.CENT;
import static io.weighbridge.backend.payments.reconcile.ReconcileFixture.TOTAL;
import static io.weighbridge.backend.payments.reconcile.ReconcileFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.stripe.FakeStripeHttp;
import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

final class ReconciliationsTest {
    private static final PageKey ALL = PageKey.of(1_000, "", "");

    @TempDir Path directory;
    @AutoClose private ReconcileFixture shop;

    @BeforeEach
    void open() {
        shop = new ReconcileFixture(directory, "USD");
    }

    private ReconciliationRun report() {
        return shop.reports().list(ALL).items().getFirst();
    }

    // One line for each, sorted: kind, payment, the two amounts.
    private SortedSet<String> found() {
        SortedSet<String> lines = new TreeSet<>();
        for (Difference each : shop.reports().differences(report().id(), ALL).items()) {
            assertTrue(lines.add(line(each)), () -> "named twice: " + line(each));
        }
        return lines;
    }

    private static String line(Difference each) {
        return line(each.kind(), each.reference(), each.expectedNanos(), each.foundNanos());
    }

    private static String line(DifferenceKind kind, String payment, long expected, long found) {
        return kind + " " + payment + " " + expected / CENT + " " + found / CENT;
    }

    private Total total(String provider) {
        return shop.reports().totals(report().id()).stream()
                .filter(each -> each.provider().equals(provider))
                .filter(each -> each.currency().equals("USD"))
                .findFirst()
                .orElseThrow();
    }

    // All that can become of payments, all of which we were told.
    private void busyDay() {
        var _ = shop.paid();
        var _ = shop.stripe.refund(shop.paid(), 530);
        String failed = shop.stripe.refund(shop.paid(), 1_060);
        shop.stripe.failRefund(failed);
        var _ = shop.stripe.dispute(shop.paid(), 1_060, "needs_response");
        shop.stripe.moveDispute(shop.stripe.dispute(shop.paid(), 1_060, "needs_response"), "won");
        shop.stripe.moveDispute(shop.stripe.dispute(shop.paid(), 1_060, "needs_response"), "lost");
        var _ = shop.stripe.dispute(shop.paid(), 1_060, "warning_needs_response");
        String slow = shop.ordered("stripe");
        var _ = shop.stripe.payLater(slow);
        shop.stripe.settle(slow, true);
        String never = shop.ordered("stripe");
        var _ = shop.stripe.payLater(never);
        shop.stripe.settle(never, false);
        var _ = shop.ordered("stripe");
        var _ = shop.ordered("btcpay");
        shop.tell();
        var _ = shop.paidCoins("0.00021200");
        var _ = shop.paidCoins("0.00010000");
        var _ = shop.paidCoins("0.00022000");
    }

    /// BTCPay does not say what was given back of an invoice: we know it of our refunds' pages.
    @Test
    void shouldFindNothingWhereBitcoinGoesBack() {
        var _ = shop.paidCoins("0.00021200");
        String paid = shop.refundCoins(5 * UNIT);
        String archived = shop.refundCoins(UNIT);
        assertEquals(6 * UNIT, shop.number("SELECT refunded_nanos FROM payment"));
        assertTrue(shop.coin.pulls().claim(paid));
        shop.coin.pulls().set(paid, "Completed");
        shop.coin.pulls().archive(archived);
        shop.pass("03:30");
        shop.poll();
        assertEquals(5 * UNIT, shop.number("SELECT refunded_nanos FROM payment"));
        assertEquals(5_283_018_867L, shop.number("SELECT credited_nanos FROM payment"));
        shop.reconciliations().round();
        assertEquals(List.of(), List.copyOf(found()));
        assertEquals(5 * UNIT, total("btcpay").there().refundedNanos());
    }

    @Test
    void shouldFindNothingOnAHealthyDay() {
        busyDay();
        shop.pass("03:30");
        shop.reconciliations().round();

        assertEquals(List.of(), List.copyOf(found()));
        ReconciliationRun run = report();
        assertEquals(ReconciliationState.COMPLETE, run.state(), run::why);
        assertEquals("2026-11-29", run.day().toString());
        assertEquals(8 + 3, run.payments());
        Total cards = total("stripe");
        assertEquals(new Total.Money(8 * TOTAL, 530 * CENT, 2 * TOTAL), cards.there());
        assertEquals(cards.there(), cards.here());
        assertEquals(55 * UNIT, cards.dueNanos());
        assertEquals(55 * UNIT, cards.creditedNanos());
        assertEquals(55 * UNIT, cards.ledgerNanos());
        Total coins = total("btcpay");
        assertEquals(new Total.Money((1_060 + 500 + 1_100) * CENT, 0, 0), coins.there());
        assertEquals(coins.there(), coins.here());
        assertEquals(coins.dueNanos(), coins.ledgerNanos());
        assertEquals(0, shop.number("SELECT count(*) FROM account_notice WHERE kind = 10"));

        shop.reconciliations().round();
        assertEquals(1, shop.reports().list(ALL).items().size());
    }

    @Test
    void shouldNameEachDamageOnceToTheCent() {
        busyDay();
        SortedSet<String> expected = new TreeSet<>();
        String lost = shop.stripe.pay(shop.ordered("stripe"));
        shop.lose();
        expected.add(line(DifferenceKind.MISSING_HERE, lost, TOTAL, 0));
        String coins = shop.ordered("btcpay");
        var _ = shop.coin.pay(coins, new BigDecimal("0.00021200"));
        shop.coin.mine();
        shop.lose();
        expected.add(line(DifferenceKind.MISSING_HERE, coins, TOTAL, 0));
        String refunded = shop.paid();
        var _ = shop.stripe.refund(refunded, 1);
        shop.lose();
        expected.add(line(DifferenceKind.REFUNDED_DIFFERS, refunded, CENT, 0));
        String disputed = shop.paid();
        var _ = shop.stripe.dispute(disputed, 1_060, "needs_response");
        shop.lose();
        expected.add(line(DifferenceKind.DISPUTED_DIFFERS, disputed, TOTAL, 0));
        String of = " WHERE reference = ?";
        String ofOrder = " WHERE id = (SELECT order_id FROM payment WHERE reference = ?)";
        String ofMove = " WHERE payment_id = (SELECT id FROM payment WHERE reference = ?)";
        String arrived = shop.paid();
        shop.sql("UPDATE payment SET arrived_nanos = arrived_nanos - " + CENT + of, arrived);
        expected.add(line(DifferenceKind.ARRIVED_DIFFERS, arrived, TOTAL, TOTAL - CENT));
        String currency = shop.paid();
        shop.sql("UPDATE topup_order SET currency = 'EUR'" + ofOrder, currency);
        expected.add(line(DifferenceKind.CURRENCY_DIFFERS, currency, TOTAL, TOTAL));
        String order = shop.paid();
        shop.sql("UPDATE topup_order SET state = 1" + ofOrder, order);
        expected.add(line(DifferenceKind.ORDER_DIFFERS, order, TOTAL, 0));
        String credit = shop.paid();
        shop.sql("UPDATE payment SET credited_nanos = credited_nanos + " + CENT + of, credit);
        expected.add(line(DifferenceKind.CREDIT_DIFFERS, credit, 10 * UNIT, 10 * UNIT + CENT));
        String moved = shop.paid();
        shop.sql("UPDATE payment_move SET amount_nanos = amount_nanos - " + CENT + ofMove, moved);
        expected.add(line(DifferenceKind.CREDIT_DIFFERS, moved, 10 * UNIT, 10 * UNIT - CENT));
        String pending = shop.paid();
        shop.sql("UPDATE payment_move SET done_at_ms = 0" + ofMove, pending);
        expected.add(line(DifferenceKind.MOVE_PENDING, pending, 10 * UNIT, 0));
        damageLedger(expected);

        shop.pass("03:30");
        shop.reconciliations().round();
        assertEquals(String.join("\n", expected), String.join("\n", found()));
        assertEquals(ReconciliationState.COMPLETE, report().state());
        assertEquals(expected.size(), report().differences());
        assertEquals(1, shop.number("SELECT count(*) FROM account_notice WHERE kind = 10"));
        // What was found is what the totals differ by.
        Total cards = total("stripe");
        assertEquals(
                TOTAL + CENT + TOTAL, cards.there().arrivedNanos() - cards.here().arrivedNanos());
        assertEquals(CENT, cards.there().refundedNanos() - cards.here().refundedNanos());
        assertEquals(TOTAL, cards.there().disputedNanos() - cards.here().disputedNanos());
    }

    private void damageLedger(SortedSet<String> expected) {
        String ofGrant =
                " = (SELECT o.sequence FROM operation o JOIN payment_move m ON m.grant_id ="
                        + " o.reference JOIN payment p ON p.id = m.payment_id WHERE p.reference ="
                        + " ?)";
        String gone = shop.paid();
        shop.sql("DELETE FROM operation WHERE sequence" + ofGrant, gone);
        expected.add(line(DifferenceKind.LEDGER_MISSING, gone, 10 * UNIT, 0));
        String entry = shop.paid();
        shop.sql(
                "UPDATE account_entry SET amount_nanos = 9990000000 WHERE sequence" + ofGrant,
                entry);
        expected.add(line(DifferenceKind.LEDGER_DIFFERS, entry, 999 * CENT, 10 * UNIT));
        shop.alter("DROP TRIGGER transfer_is_immutable");
        String transfer = shop.paid();
        shop.sql(
                "UPDATE transfer SET amount_nanos = 10010000000 WHERE sequence" + ofGrant,
                transfer);
        expected.add(line(DifferenceKind.LEDGER_DIFFERS, transfer, 10 * UNIT, 1_001 * CENT));
        String both = shop.paid();
        shop.sql("UPDATE transfer SET amount_nanos = 9990000000 WHERE sequence" + ofGrant, both);
        shop.sql(
                "UPDATE account_entry SET amount_nanos = 9990000000 WHERE sequence" + ofGrant,
                both);
        expected.add(line(DifferenceKind.LEDGER_DIFFERS, both, 10 * UNIT, 999 * CENT));
        String others = shop.paid();
        shop.sql("UPDATE account_entry SET account_id = 1 WHERE sequence" + ofGrant, others);
        expected.add(line(DifferenceKind.LEDGER_DIFFERS, others, 10 * UNIT, 10 * UNIT));
    }

    @Test
    void shouldNameWhatTheProviderDoesNotKnow() {
        String payment = shop.paid();
        shop.pass("03:30");
        try (FakeStripeHttp other = shop.otherStripe()) {
            shop.elsewhere(other).round();
        }
        assertEquals(
                line(DifferenceKind.MISSING_THERE, payment, 0, TOTAL), String.join("\n", found()));
    }

    @Test
    void shouldFindWhatBecameOfOldPayments() {
        String old = shop.paid();
        String dispute = shop.stripe.dispute(old, 1_060, "needs_response");
        shop.tell();
        shop.time.setWallBy(30L * 24 * 3_600_000);
        shop.stripe.moveDispute(dispute, "won");
        shop.lose();
        shop.time.pass(1_000);
        var _ = shop.reconciliations().ask("2026-12-29");
        shop.reconciliations().round();

        Difference found =
                shop.reports().list(ALL).items().stream()
                        .filter(run -> run.day().toString().equals("2026-12-29"))
                        .flatMap(run -> shop.reports().differences(run.id(), ALL).items().stream())
                        .findFirst()
                        .orElseThrow();
        assertEquals(line(DifferenceKind.DISPUTED_DIFFERS, old, 0, TOTAL), line(found));
    }

    @Test
    void shouldSayWhatIsMissingAndTryAgain() {
        var _ = shop.paid();
        String coins = shop.paidCoins("0.00021200");
        shop.sql("UPDATE payment SET arrived_nanos = 1 WHERE reference = ?", coins);
        shop.pass("03:30");
        shop.stripeHttp.trouble(Trouble.FAILS);
        Reconciliations reconciliations = shop.reconciliations();
        reconciliations.round();
        assertEquals(ReconciliationState.INCOMPLETE, report().state());
        assertTrue(report().why().startsWith("stripe: "), report().why());
        // The other provider was compared all the same, and so were our own books.
        assertEquals(2, report().payments());
        assertEquals(1, report().differences());

        shop.time.pass(29 * 60_000);
        reconciliations.round();
        assertEquals(1, report().attempt());
        shop.time.pass(60_000);
        reconciliations.round();
        assertEquals(2, report().attempt());
        assertEquals(ReconciliationState.INCOMPLETE, report().state());
        shop.stripeHttp.trouble(Trouble.NONE);
        shop.time.pass(60 * 60_000);
        reconciliations.round();
        assertEquals(ReconciliationState.COMPLETE, report().state());
        assertEquals(3, shop.reports().list(ALL).items().size());
    }

    @Test
    void shouldMakeOneAnewThatAStopEnded() {
        var _ = shop.paid();
        var _ = shop.paidCoins("0.00021200");
        shop.pass("03:30");
        shop.stopping().round();
        ReconciliationRun cut = report();
        assertEquals(ReconciliationState.RUNNING, cut.state());
        assertEquals(List.of(), shop.reports().totals(cut.id()));

        shop.reconciliations().round();
        assertEquals(cut.id(), report().id());
        assertEquals(ReconciliationState.COMPLETE, report().state());
        assertEquals(1, shop.reports().list(ALL).items().size());
        assertEquals(2, shop.reports().totals(cut.id()).size());
    }

    @Test
    void shouldMakeWhatIsAskedForOneAfterAnother() {
        Reconciliations reconciliations = shop.reconciliations();
        String payment = shop.paid();
        shop.sql("UPDATE payment SET arrived_nanos = 1 WHERE reference = ?", payment);
        shop.time.pass(1_000);
        for (int i = 0; i < Reconciliations.WAITING_MAX; i++) {
            assertEquals(0, reconciliations.ask("2026-11-29").startedAtMs());
        }
        assertFault(ErrorCode.RECONCILIATION_RUNNING, reconciliations, "");
        reconciliations.round();
        for (ReconciliationRun run : shop.reports().list(ALL).items()) {
            assertEquals(run.isAutomatic() ? 0 : 1, run.differences(), run::toString);
        }
        assertEquals(List.of(), shop.reports().open());
        // Who asked sees it; nobody else is told.
        assertEquals(0, shop.number("SELECT count(*) FROM account_notice WHERE kind = 10"));
        assertFault(ErrorCode.INVALID_FIELD, reconciliations, "2026-11-30");
        assertFault(ErrorCode.INVALID_FIELD, reconciliations, "2020-01-01");
        assertFault(ErrorCode.INVALID_FIELD, reconciliations, "yesterday");
    }

    @Test
    void shouldKnowTheNewestDailyReportAlsoAfterAStart() {
        Reconciliations first = shop.reconciliations();
        String payment = shop.paid();
        shop.sql("UPDATE payment SET arrived_nanos = 1 WHERE reference = ?", payment);
        shop.pass("03:30");
        assertEquals(Optional.empty(), first.newestDaily());
        first.round();
        ReconciliationRun daily = first.newestDaily().orElseThrow();
        assertEquals(report(), daily);
        assertEquals(1, daily.differences());
        // What somebody asked for is another thing.
        var _ = first.ask("2026-11-29");
        first.round();
        assertEquals(Optional.of(daily), first.newestDaily());
        Reconciliations next = shop.reconciliations();
        next.round();
        assertEquals(Optional.of(daily), next.newestDaily());
    }

    @Test
    void shouldRefuseWhereNobodyTakesMoneySinceItWouldWaitForEver() {
        assertFault(ErrorCode.PROVIDER_MISSING, shop.ofNobody(), "2026-11-29");
        assertEquals(List.of(), shop.reports().open());
    }

    private static void assertFault(ErrorCode code, Reconciliations reconciliations, String day) {
        Fault fault = assertThrows(Fault.class, () -> reconciliations.ask(day));
        assertEquals(code, fault.code(), fault::text);
    }
}
