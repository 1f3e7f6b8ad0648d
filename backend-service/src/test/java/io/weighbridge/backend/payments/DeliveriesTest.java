package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// What becomes of a webhook: refused, or stored and then handled, now or later.
final class DeliveriesTest {
    @TempDir Path directory;
    private PaymentsFixture pay;
    private Account acme;
    private Order order;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
        order = pay.ordered(acme, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    private long stored() {
        return pay.number("SELECT count(*) FROM payment_delivery");
    }

    @Test
    void shouldStoreNothingThatIsNotGenuine() {
        Webhook forged = TruthProvider.webhook("e", "pay", checkout(pay.card, order), 5, "forged");
        Deliveries deliveries = pay.payments().deliveries();
        assertEquals(Taken.NOT_GENUINE, deliveries.take("card", forged));
        assertEquals(Taken.NO_SUCH_PROVIDER, deliveries.take("cash", forged));
        byte[] large = new byte[Deliveries.BODY_BYTES_MAX + 1];
        assertEquals(
                Taken.TOO_LARGE,
                deliveries.take("card", new Webhook(Map.of("signature", "good"), large, 5)));
        assertEquals(0, stored());
        assertEquals(0, pay.balance(acme));
        assertEquals(0, pay.card.asked() - 1, "only the opening");
    }

    @Test
    void shouldStoreWhatCannotBeHandledNowAndHandleItWhenTheProviderIsBack() {
        pay.card.goAway(true);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
        Delivery waiting = pay.delivery(DeliveryState.STORED);
        assertEquals("card does not answer", waiting.reason());
        assertEquals(1, waiting.attempts());
        int asked = pay.card.asked();
        pay.payments().drain();
        assertEquals(asked, pay.card.asked(), "asked again at once");
        pay.time.pass(15_001);
        pay.payments().drain();
        assertEquals(asked + 1, pay.card.asked());
        pay.restart();
        pay.card.goAway(false);
        pay.time.pass(15_001);
        pay.payments().drain();
        assertEquals(asked + 1, pay.card.asked(), "the pause is not twice as long");
        pay.time.pass(15_000);
        pay.payments().drain();
        assertEquals(DeliveryState.HANDLED, pay.delivery(DeliveryState.HANDLED).state());
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldPutWhatCannotBeHandledForThreeDaysBeforeAnOperator() {
        pay.card.goAway(true);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
        pay.time.pass(3 * 86_400_000 - 1_000);
        pay.payments().drain();
        assertEquals(2, pay.delivery(DeliveryState.STORED).attempts());
        pay.time.pass(600_001);
        pay.payments().drain();
        assertEquals("card does not answer", pay.delivery(DeliveryState.UNMATCHED).reason());
        pay.card.goAway(false);
        long id = pay.delivery(DeliveryState.UNMATCHED).id();
        assertEquals(DeliveryState.HANDLED, pay.payments().deliveries().redrive(id).state());
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldAskNoProviderByItselfAfterTheStop() {
        pay.card.goAway(true);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
        pay.payments().stop();
        int asked = pay.card.asked();
        pay.time.pass(86_400_000);
        pay.payments().drain();
        pay.payments().poll();
        assertEquals(asked, pay.card.asked());
    }

    @Test
    void shouldAcknowledgeWhatIsOfNoInterest() {
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "customer.updated", order));
        assertEquals(1, pay.deliveries(DeliveryState.OF_NO_INTEREST).size());
        assertEquals(0, pay.balance(acme));
    }

    @Test
    @Timeout(60)
    void shouldHoldNobodyUpWhileAProviderIsSlow() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        List<Thread> slow = new ArrayList<>();
        for (int i = 0; i < Providers.QUESTIONS_MOST; i++) {
            Order other = pay.ordered(acme, pay.card);
            CountDownLatch asked = new CountDownLatch(1);
            pay.card.afterNextRead(
                    () -> {
                        asked.countDown();
                        await(answer);
                    });
            String event = "slow" + i;
            slow.add(
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            assertEquals(
                                                    Taken.STORED,
                                                    pay.deliver(pay.card, event, "pay", other))));
            await(asked);
        }
        // Answered at once, and handled later; the page says to try again.
        int asked = pay.card.asked();
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
        Order unopened = pay.orders().make(acme.id(), AMOUNT, "");
        Fault busy = assertThrows(Fault.class, () -> pay.orders().choose(unopened.id(), "card"));
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, busy.code());
        assertEquals(asked, pay.card.asked());
        assertEquals(0, pay.balance(acme));
        // Another provider's are handled.
        Order coins = pay.ordered(acme, pay.coin);
        pay.coin.arrive(checkout(pay.coin, coins), TOTAL);
        assertEquals(Taken.STORED, pay.deliver(pay.coin, "c", "pay", coins));
        assertEquals(AMOUNT, pay.balance(acme));
        answer.countDown();
        for (Thread each : slow) {
            each.join();
        }
        pay.time.pass(15_001);
        pay.payments().drain();
        assertEquals(2 * AMOUNT, pay.balance(acme));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldForgetBodiesAfterTheirTimeAndHandleNoneOfThemAgain() {
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
        Delivery handled = pay.delivery(DeliveryState.HANDLED);
        Deliveries deliveries = pay.payments().deliveries();
        pay.time.pass(PaymentsFixture.KEEP_DELIVERIES_DAYS * 86_400_000L);
        pay.payments().tidy();
        assertEquals(1, pay.number("SELECT count(*) FROM payment_delivery WHERE length(body) > 0"));
        pay.time.pass(1);
        pay.payments().tidy();
        assertEquals(0, deliveries.body(handled.id()).length);
        Fault gone = assertThrows(Fault.class, () -> deliveries.redrive(handled.id()));
        assertEquals(ErrorCode.DELIVERY_DECIDED, gone.code());
        assertEquals(handled, pay.delivery(DeliveryState.HANDLED));
        // The same event is no new one.
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
        assertEquals(2, pay.delivery(DeliveryState.HANDLED).times());
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldHandleAgainAsAnOperatorAsksAndCreditNothingTwice() {
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
        Delivery handled = pay.delivery(DeliveryState.HANDLED);
        Delivery again = pay.payments().deliveries().redrive(handled.id());
        assertEquals(DeliveryState.HANDLED, again.state());
        assertEquals(order.id(), again.orderId());
        assertEquals(AMOUNT, pay.balance(acme));
        assertArrayEquals(
                ("e|pay|" + checkout(pay.card, order)).getBytes(StandardCharsets.UTF_8),
                pay.payments().deliveries().body(handled.id()));
        Fault unknown = assertThrows(Fault.class, () -> pay.payments().deliveries().redrive(17));
        assertEquals(ErrorCode.DELIVERY_UNKNOWN, unknown.code());
        Fault decided =
                assertThrows(
                        Fault.class,
                        () ->
                                pay.payments()
                                        .deliveries()
                                        .assign(
                                                handled.id(),
                                                order.id(),
                                                "because",
                                                new NoLimit()));
        assertEquals(ErrorCode.DELIVERY_DECIDED, decided.code());
    }

    @Test
    void shouldFindOutByAskingWhatNoWebhookTold() {
        pay.time.pass(Polling.FIRST_MS + 1);
        pay.payments().poll();
        assertEquals(AMOUNT, pay.balance(acme));
        // Given back at the provider, and no webhook tells it.
        pay.time.pass(86_400_000);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL);
        pay.payments().poll();
        assertEquals(0, pay.balance(acme));
        int asked = pay.card.asked();
        for (int day = 0; day < 120; day++) {
            pay.time.pass(86_400_001);
            pay.payments().poll();
        }
        int inDays = pay.card.asked() - asked;
        assertTrue(inDays >= 115 && inDays <= 121, () -> "" + inDays);
        pay.time.pass(10 * 86_400_000L);
        pay.payments().poll();
        int last = pay.card.asked();
        pay.time.pass(86_400_001);
        pay.payments().poll();
        assertEquals(last, pay.card.asked());
    }

    @Test
    void shouldFindOutAgainAfterARefundWhateverWasAskedBefore() {
        pay.deliver(pay.card, "e", "pay", order);
        pay.time.pass(200 * 86_400_000L);
        pay.payments().poll();
        int asked = pay.card.asked();
        pay.time.pass(86_400_001);
        pay.payments().poll();
        assertEquals(asked, pay.card.asked(), "watched for ever");
        long payment = pay.payment(order).id();
        var operation = UUID.randomUUID();
        Payments payments = pay.payments().payments();
        pay.card.goAway(true);
        assertThrows(
                Fault.class,
                () -> payments.refund(payment, operation, 0, true, "asked", new NoLimit()));
        pay.card.goAway(false);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL);
        pay.time.pass(Polling.FIRST_MS + 1);
        pay.payments().poll();
        assertEquals(0, pay.balance(acme));
    }

    @Test
    void shouldPutBeforeAnOperatorWhatAskingFindsAndFitsNothingOnce() {
        pay.card.arrive(checkout(pay.card, order), TOTAL - 1);
        for (int hour = 0; hour < 3; hour++) {
            pay.time.pass(3_600_001);
            pay.payments().poll();
        }
        Delivery unfit = pay.delivery(DeliveryState.UNMATCHED);
        assertEquals("asked", unfit.type());
        assertEquals(order.id(), unfit.orderId());
        assertTrue(unfit.reason().contains("expected"), unfit::reason);
        assertEquals(1, stored());
    }

    @Test
    void shouldAskWhileMoneyIsOnItsWay() {
        TruthProvider.Truth truth = pay.card.truth(checkout(pay.card, order));
        truth.waiting = true;
        pay.deliver(pay.card, "e", "pay", order);
        assertEquals(OrderState.PENDING, pay.standing(order).order().state());
        for (int month = 0; month < 3; month++) {
            pay.time.pass(30 * 86_400_000L);
            pay.payments().poll();
        }
        truth.waiting = false;
        pay.time.pass(3_600_001);
        pay.payments().poll();
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldNotPutOthersOffForAnAnswerThatIsNotUnderstood() {
        pay.card.goAway(true);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "a", "riddle", order));
        assertEquals(Taken.STORED, pay.deliver(pay.card, "b", "pay", order));
        pay.card.goAway(false);
        pay.time.pass(15_001);
        pay.payments().drain();
        assertEquals("card is not understood", pay.delivery(DeliveryState.STORED).reason());
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldAskEverMoreRarelyAndNotForEver() {
        Order open = pay.ordered(acme, pay.coin);
        int before = pay.coin.asked();
        for (int minute = 0; minute < 60; minute++) {
            pay.time.pass(60_001);
            pay.payments().poll();
        }
        int inTheFirstHour = pay.coin.asked() - before;
        assertTrue(inTheFirstHour >= 4 && inTheFirstHour <= 7, () -> "" + inTheFirstHour);
        for (int hour = 0; hour < 24 * 11; hour++) {
            pay.time.pass(3_600_001);
            pay.payments().poll();
        }
        int asked = pay.coin.asked();
        pay.time.pass(86_400_000);
        pay.payments().poll();
        assertEquals(asked, pay.coin.asked());
        int all = asked - before;
        assertTrue(all > 72 && all < 90, () -> "" + all);
        assertEquals(OrderState.EXPIRED, pay.standing(open).order().state());
    }
}
