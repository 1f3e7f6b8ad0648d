package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// The store breaks at each write between asking for a refund and its end, and the provider goes
/// away: afterwards the money has gone back once, and its credit with it.
final class RefundApprovalFaultsTest {
    @TempDir Path directory;

    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void shouldGiveBackOnceWhicheverWriteBreaks(boolean answersLost) throws IOException {
        int broken = 0;
        boolean broke = true;
        for (int n = 0; broke; n++) {
            Path here = Files.createDirectory(directory.resolve("write" + n));
            try (PaymentsFixture pay = new PaymentsFixture(here)) {
                broke = refund(pay, n, answersLost);
                broken += broke ? 1 : 0;
                pay.checkLedger();
            }
        }
        // Asked, approved; to be asked about, decided, moved; done.
        assertEquals(6, broken);
    }

    private static boolean refund(PaymentsFixture pay, int n, boolean answersLost) {
        Account acme = pay.account();
        Payment payment = paid(pay, acme);
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
        assertEquals(1, pay.card.refunds());
        assertMade(pay, acme);
        return broke;
    }

    private static Payment paid(PaymentsFixture pay, Account account) {
        Order order = pay.ordered(account, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "paid", "pay", order));
        assertEquals(AMOUNT, pay.balance(account));
        return pay.payment(order);
    }

    private static void assertMade(PaymentsFixture pay, Account account) {
        assertEquals(0, pay.balance(account));
        assertEquals(TOTAL, pay.number("SELECT refunded_nanos FROM payment"));
        assertEquals(1, pay.number("SELECT count(*) FROM adjustment_approval"));
        assertEquals(3, pay.number("SELECT state FROM adjustment_approval"));
        assertEquals(0, pay.number("SELECT count(*) FROM payment_move WHERE done_at_ms = 0"));
        assertEquals(2, pay.number("SELECT count(*) FROM payment_move"));
    }

    /// Later each time, and whatever the provider has done already.
    @Test
    void shouldGoOnAskingAProviderThatDoesNotAnswer() {
        try (PaymentsFixture pay = new PaymentsFixture(directory)) {
            Account acme = pay.account();
            Payment payment = paid(pay, acme);
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
            assertEquals(2, pay.number("SELECT state FROM adjustment_approval"));
            pay.time.pass(60_000);
            two.makeRefunds();
            assertEquals(1, pay.card.refunds());
            assertMade(pay, acme);
        }
    }

    @Test
    void shouldAskNoProviderByItselfWhenItStops() {
        try (PaymentsFixture pay = new PaymentsFixture(directory)) {
            Payment payment = paid(pay, pay.account());
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
}
