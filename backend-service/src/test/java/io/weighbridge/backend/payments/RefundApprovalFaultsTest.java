package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.UUID;

/// The store breaks at each write between asking for a refund and its end, and the provider goes
/// away: afterwards the money has gone back once, and its credit with it.
final class RefundApprovalFaultsTest {
    @TempDir Path directory;

    private PaymentsFixture pay;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void shouldGiveBackOnceWhicheverWriteBreaks(boolean answersLost) {
        int broken = 0;
        while (refund(broken, answersLost)) {
            broken++;
        }
        // Asked, approved; to be asked about, decided, moved; done.
        assertEquals(6, broken);
        assertEquals(broken + 1, pay.card.refunds());
    }

    private boolean refund(int n, boolean answersLost) {
        Account account = pay.account();
        Payment payment = paid(account);
        UUID operation = UUID.randomUUID();
        TwoPersons two = new TwoPersons(pay);
        pay.faults.breakWrite(n, answersLost);
        try {
            var _ = two.approve(two.ask(payment, operation));
        } catch (Fault away) {
            assertTrue(pay.faults.broke());
        }
        boolean broke = pay.faults.broke();
        if (broke) {
            pay.restart();
            new TwoPersons(pay).goOn(payment, operation);
        }
        assertEquals(n + 1, pay.card.refunds());
        assertMade(payment);
        return broke;
    }

    private Payment paid(Account account) {
        Order order = pay.ordered(account, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "paid" + order.id(), "pay", order));
        assertEquals(AMOUNT, pay.balance(account));
        return pay.payment(order);
    }

    private void assertMade(Payment payment) {
        assertEquals(0, pay.accounts().balance(payment.accountId(), 0).balanceNanos());
        String which = " FROM payment WHERE id = " + payment.id();
        assertEquals(TOTAL, pay.number("SELECT refunded_nanos" + which));
        assertEquals(3, state(payment));
        String of = " WHERE payment_id = " + payment.id();
        assertEquals(1, pay.number("SELECT count(*) FROM adjustment_approval" + of));
        assertEquals(2, pay.number("SELECT count(*) FROM payment_move" + of));
        assertEquals(
                0, pay.number("SELECT count(*) FROM payment_move" + of + " AND done_at_ms = 0"));
    }

    private long state(Payment payment) {
        return pay.number(
                "SELECT state FROM adjustment_approval WHERE payment_id = " + payment.id());
    }

    /// Later each time, and whatever the provider has done already.
    @Test
    void shouldGoOnAskingAProviderThatDoesNotAnswer() {
        Payment payment = paid(pay.account());
        TwoPersons two = new TwoPersons(pay);
        pay.card.goAway(true);
        RefundAnswer asked = two.ask(payment, UUID.randomUUID());
        assertEquals("APPROVAL_STATE_APPROVED", two.approve(asked));
        int before = pay.card.asked();
        two.makeRefunds();
        assertEquals(before, pay.card.asked(), "not at once");
        pay.card.goAway(false);
        pay.card.loseAnswers(true);
        pay.time.pass(60_000);
        two.makeRefunds();
        assertEquals(1, pay.card.refunds());
        pay.card.loseAnswers(false);
        pay.time.pass(60_000);
        two.makeRefunds();
        assertEquals(2, state(payment));
        pay.time.pass(60_000);
        two.makeRefunds();
        assertEquals(1, pay.card.refunds());
        assertMade(payment);
    }

    @Test
    void shouldAskNoProviderByItselfWhenItStops() {
        Payment payment = paid(pay.account());
        TwoPersons two = new TwoPersons(pay);
        pay.card.goAway(true);
        var _ = two.approve(two.ask(payment, UUID.randomUUID()));
        pay.time.pass(60_000);
        int before = pay.card.asked();
        two.stop();
        two.makeRefunds();
        assertEquals(before, pay.card.asked());
    }
}
