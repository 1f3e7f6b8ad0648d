package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.UNIT;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.HeldDispute;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// Money becomes credit once, by what the provider says it is now.
final class CreditingTest {
    private static final long DAY_MS = 86_400_000;

    @TempDir Path directory;
    private PaymentsFixture pay;
    private Account acme;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    private Order paid(TruthProvider provider, long arrived) {
        Order order = pay.ordered(acme, provider);
        provider.arrive(checkout(provider, order), arrived);
        return order;
    }

    @Test
    void shouldCreditOnceHoweverOftenInWhateverOrderAndOverRestartsItIsTold() {
        Order order = paid(pay.card, TOTAL);
        List<String> events = new ArrayList<>();
        for (int event = 0; event < 5; event++) {
            events.addAll(Collections.nCopies(20, "e" + event));
        }
        for (int round = 0; round < 3; round++) {
            Collections.shuffle(events, new Random(round));
            deliverTogether(order, events);
            assertEquals(AMOUNT, pay.balance(acme));
            pay.restart();
        }
        Payment payment = pay.payment(order);
        assertEquals(1, pay.standing(order).payments().size());
        assertEquals(AMOUNT, payment.creditedNanos());
        assertEquals(1, payment.steps());
        assertEquals(5, pay.deliveries(DeliveryState.HANDLED).size());
        assertEquals(60, pay.deliveries(DeliveryState.HANDLED).getFirst().times());
        assertEquals(OrderState.PAID, pay.standing(order).order().state());
    }

    @Test
    void shouldTellTheOwnerOnceOfWhatCameAndWent() {
        Order order = paid(pay.card, TOTAL);
        for (String event : List.of("a", "b", "a")) {
            pay.deliver(pay.card, event, "all", order);
        }
        assertEquals(1, pay.number("SELECT count(*) FROM account_notice WHERE alerted = 0"));
        assertEquals(
                NoticeKind.PAYMENT_RECEIVED.number(),
                pay.number("SELECT max(kind) FROM account_notice"));
        pay.card.refundTotal(checkout(pay.card, order), TOTAL);
        pay.deliver(pay.card, "c", "all", order);
        pay.restart();
        pay.deliver(pay.card, "d", "all", order);
        assertEquals(2, pay.number("SELECT count(*) FROM account_notice"));
        assertEquals(
                NoticeKind.PAYMENT_REFUNDED.number(),
                pay.number("SELECT max(kind) FROM account_notice"));
    }

    private void deliverTogether(Order order, List<String> events) {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads =
                events.stream()
                        .map(
                                event ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            Calls.await(begin);
                                                            pay.deliver(
                                                                    pay.card, event, "all", order);
                                                        }))
                        .toList();
        begin.countDown();
        threads.forEach(Calls::join);
    }

    @Test
    void shouldTakeBackWhatIsRefundedByTheDifference() {
        Order order = paid(pay.card, TOTAL);
        pay.deliver(pay.card, "paid", "pay", order);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL / 2);
        pay.deliver(pay.card, "half", "standing", order);
        pay.deliver(pay.card, "half again", "standing", order);
        assertEquals(AMOUNT / 2, pay.balance(acme));
        pay.card.refundTotal(checkout(pay.card, order), TOTAL);
        pay.deliver(pay.card, "all", "standing", order);
        assertEquals(0, pay.balance(acme));
        // It failed at the bank: the customer did not get it after all.
        pay.card.refundTotal(checkout(pay.card, order), TOTAL / 2);
        pay.deliver(pay.card, "failed", "standing", order);
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals(4, pay.payment(order).steps());
        assertFalse(pay.accounts().require(acme.id()).suspended());
    }

    @Test
    void shouldNeverTakeBackMoreThanWasCredited() {
        Order order = paid(pay.card, TOTAL);
        pay.deliver(pay.card, "paid", "pay", order);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL);
        pay.card.dispute(checkout(pay.card, order), "d", TOTAL, Told.Dispute.Stage.LOST);
        pay.deliver(pay.card, "both", "standing", order);
        assertEquals(0, pay.balance(acme));
        assertEquals(0, pay.payment(order).creditedNanos());
    }

    @Test
    void shouldTakeBackWhileADisputeIsOpenAndGiveItAgainWhenItIsWon() {
        Order order = paid(pay.card, TOTAL);
        pay.deliver(pay.card, "paid", "pay", order);
        String checkout = checkout(pay.card, order);
        pay.card.dispute(checkout, "d", TOTAL, Told.Dispute.Stage.OPEN);
        pay.deliver(pay.card, "opened", "standing", order);
        assertEquals(0, pay.balance(acme));
        pay.card.dispute(checkout, "d", TOTAL, Told.Dispute.Stage.WON);
        pay.deliver(pay.card, "won", "standing", order);
        assertEquals(AMOUNT, pay.balance(acme));
        pay.card.dispute(checkout, "d2", TOTAL / 2, Told.Dispute.Stage.LOST);
        pay.deliver(pay.card, "lost", "standing", order);
        assertEquals(AMOUNT / 2, pay.balance(acme));
        List<HeldDispute> disputes = pay.payments().payments().disputes(pay.payment(order).id());
        assertEquals(2, disputes.size());
        assertEquals(Told.Dispute.Stage.WON, disputes.getFirst().dispute().stage());
    }

    @Test
    void shouldSuspendAnAccountThatATakeBackDrivesBelowZeroUntilAnOperatorLiftsIt() {
        Order order = paid(pay.card, TOTAL);
        pay.deliver(pay.card, "paid", "pay", order);
        Order second = paid(pay.card, TOTAL);
        pay.spend(acme, AMOUNT - UNIT);
        pay.card.dispute(checkout(pay.card, order), "d", TOTAL, Told.Dispute.Stage.OPEN);
        pay.deliver(pay.card, "opened", "standing", order);
        assertEquals(UNIT - AMOUNT, pay.balance(acme));
        Account now = pay.accounts().require(acme.id());
        assertTrue(now.suspended());
        String id = IdKind.PAYMENT.format(pay.payment(order).id());
        assertTrue(now.suspendedReason().contains(id), now::suspendedReason);
        assertEquals(1, pay.suspensions());
        Order unpaid = pay.orders().make(acme.id(), AMOUNT, "");
        Fault refused = assertThrows(Fault.class, () -> pay.orders().choose(unpaid.id(), "card"));
        assertTrue(refused.text().contains("not suspended"), refused::text);
        pay.deliver(pay.card, "paid 2", "pay", second);
        assertEquals(UNIT, pay.balance(acme));
        assertTrue(pay.accounts().require(acme.id()).suspended());
    }

    @Test
    void shouldWaitWithARefundUntilItsPaymentIsKnown() {
        Order order = paid(pay.card, TOTAL);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL / 2);
        pay.deliver(pay.card, "refund", "standing", order);
        assertEquals(0, pay.balance(acme));
        assertEquals(DeliveryState.WAITING, pay.delivery(DeliveryState.WAITING).state());
        pay.deliver(pay.card, "paid", "pay", order);
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals(2, pay.deliveries(DeliveryState.HANDLED).size());
    }

    @Test
    void shouldPutARefundWhosePaymentStaysUnknownBeforeAnOperatorAfterADay() {
        Order order = paid(pay.card, TOTAL);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL / 2);
        pay.deliver(pay.card, "refund", "standing", order);
        pay.time.pass(DAY_MS / 2);
        pay.payments().drain();
        assertEquals(2, pay.delivery(DeliveryState.WAITING).attempts());
        pay.time.pass(DAY_MS / 2 + 1);
        pay.payments().drain();
        String reason = pay.delivery(DeliveryState.UNMATCHED).reason();
        assertTrue(reason.contains("is not known yet after a day"), reason);
    }

    @Test
    void shouldCreditWhateverBitcoinArrivedAndSayWhatItWas() {
        Order under = paid(pay.coin, TOTAL / 2);
        pay.deliver(pay.coin, "under", "pay", under);
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals("underpaid: 5.30 of 10.60 arrived", pay.standing(under).order().why());
        pay.coin.arrive(checkout(pay.coin, under), TOTAL * 3 / 2);
        pay.deliver(pay.coin, "over", "pay", under);
        assertEquals(AMOUNT * 3 / 2, pay.balance(acme));
        assertEquals("overpaid: 15.90 of 10.60 arrived", pay.standing(under).order().why());
        Order late = pay.ordered(acme, pay.coin);
        pay.time.pass(DAY_MS + 1);
        pay.payments().poll();
        assertEquals(OrderState.EXPIRED, pay.standing(late).order().state());
        pay.coin.arrive(checkout(pay.coin, late), TOTAL);
        pay.deliver(pay.coin, "late", "pay", late);
        assertEquals(AMOUNT * 5 / 2, pay.balance(acme));
        assertEquals(OrderState.PAID, pay.standing(late).order().state());
        assertEquals("late", pay.standing(late).order().why());
    }

    @Test
    void shouldTakeBackWhatAReorganisationUndid() {
        Order order = paid(pay.coin, TOTAL);
        pay.deliver(pay.coin, "settled", "pay", order);
        pay.coin.arrive(checkout(pay.coin, order), 0);
        pay.deliver(pay.coin, "undone", "pay", order);
        assertEquals(0, pay.balance(acme));
        assertEquals(OrderState.FAILED, pay.standing(order).order().state());
        pay.coin.arrive(checkout(pay.coin, order), TOTAL);
        pay.deliver(pay.coin, "mined again", "pay", order);
        assertEquals(AMOUNT, pay.balance(acme));
        pay.coin.truth(checkout(pay.coin, order)).closed = Told.CloseReason.INVALID;
        pay.deliver(pay.coin, "invalid", "pay", order);
        assertEquals(0, pay.balance(acme));
    }

    @Test
    void shouldFollowAPaymentThatIsNotCertainYet() {
        Order order = pay.ordered(acme, pay.coin);
        TruthProvider.Truth truth = pay.coin.truth(checkout(pay.coin, order));
        truth.waiting = true;
        pay.deliver(pay.coin, "seen", "pay", order);
        assertEquals(OrderState.PENDING, pay.standing(order).order().state());
        assertEquals(0, pay.balance(acme));
        truth.waiting = false;
        truth.arrivedNanos = TOTAL;
        pay.deliver(pay.coin, "settled", "pay", order);
        assertEquals(OrderState.PAID, pay.standing(order).order().state());
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldCreditNothingThatFitsNoOrderOfOurs() {
        Order other = pay.ordered(pay.account(), pay.card);
        String text = IdKind.ORDER.format(other.id());
        Stream.of(
                        new OrderClaim("", "card-x", TOTAL, "USD"),
                        new OrderClaim("order_0000000000001", "card-x", TOTAL, "USD"),
                        // Another's order by a checkout of this one.
                        new OrderClaim(text, "card-x", TOTAL, "USD"),
                        new OrderClaim(text, checkout(pay.card, other), TOTAL, "EUR"),
                        new OrderClaim(text, checkout(pay.card, other), TOTAL - 1, "USD"))
                .forEach(this::deliverWith);
        assertEquals(5, pay.deliveries(DeliveryState.UNMATCHED).size());
        pay.deliveries(DeliveryState.UNMATCHED)
                .forEach(delivery -> assertTrue(delivery.reason().contains("expected")));
        // By a provider at which no checkout was opened.
        Order coins = pay.ordered(acme, pay.coin);
        deliverWith(
                new OrderClaim(
                        IdKind.ORDER.format(coins.id()), checkout(pay.coin, coins), TOTAL, "USD"));
        // Another amount than was asked for, by card.
        Order less = paid(pay.card, TOTAL - 1);
        pay.deliver(pay.card, "less", "pay", less);
        assertEquals(7, pay.deliveries(DeliveryState.UNMATCHED).size());
        assertEquals(0, pay.number("SELECT count(*) FROM payment"));
        assertEquals(0, pay.balance(acme));
    }

    private void deliverWith(OrderClaim claim) {
        Order carrier = paid(pay.card, TOTAL);
        pay.card.truth(checkout(pay.card, carrier)).claim = claim;
        pay.deliver(pay.card, "event " + claim, "pay", carrier);
    }

    @Test
    void shouldGiveAnUnmatchedPaymentToWhomAnOperatorSays() {
        Order carrier = paid(pay.coin, TOTAL);
        String checkout = checkout(pay.coin, carrier);
        pay.coin.truth(checkout).claim = new OrderClaim("", checkout, TOTAL, "USD");
        pay.deliver(pay.coin, "strange", "pay", carrier);
        Delivery strange = pay.delivery(DeliveryState.UNMATCHED);
        Account beta = pay.account();
        Order target = pay.ordered(beta, pay.coin);
        Delivery assigned =
                pay.payments()
                        .deliveries()
                        .assign(strange.id(), target.id(), "she called", new NoLimit());
        assertEquals(DeliveryState.ASSIGNED, assigned.state());
        assertEquals(target.id(), assigned.orderId());
        assertEquals(AMOUNT, pay.balance(beta));
        // What is told of it later finds it.
        pay.coin.refundTotal(checkout, TOTAL);
        pay.deliver(pay.coin, "refund", "standing", carrier);
        assertEquals(0, pay.balance(beta));
        pay.deliver(pay.coin, "strange", "pay", carrier);
        assertEquals(0, pay.balance(acme));
        assertEquals(0, pay.balance(beta));
    }

    @Test
    void shouldKnowACheckoutWhoseOpeningAnswerWasLost() {
        Order order = pay.orders().make(acme.id(), AMOUNT, "");
        pay.card.loseAnswers(true);
        assertThrows(Fault.class, () -> pay.orders().choose(order.id(), "card"));
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        pay.deliver(pay.card, "paid", "pay", order);
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldNotLetAnOlderAnswerUndoANewerOne() {
        Order order = paid(pay.coin, TOTAL);
        String checkout = checkout(pay.coin, order);
        // While the answer to the first event is on its way, the money is given back, and the
        // second event tells of it.
        pay.coin.afterNextRead(
                () -> {
                    pay.coin.refundTotal(checkout, TOTAL);
                    pay.deliver(pay.coin, "second", "all", order);
                });
        pay.deliver(pay.coin, "first", "all", order);
        assertEquals(TOTAL, pay.payment(order).refundedNanos());
        assertEquals(0, pay.balance(acme));
    }

    @Test
    void shouldNumberReceiptsWithoutAGap() {
        for (int i = 1; i <= 3; i++) {
            Order order = paid(pay.card, TOTAL);
            pay.deliver(pay.card, "paid " + i, "pay", order);
            String receipt = pay.payment(order).receipt();
            assertTrue(receipt.matches("\\d{4}-00000" + i), receipt);
        }
        pay.restart();
        Order next = paid(pay.card, TOTAL);
        pay.deliver(pay.card, "paid 4", "pay", next);
        assertTrue(pay.payment(next).receipt().endsWith("-000004"));
    }
}
