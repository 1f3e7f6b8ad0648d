package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.CheckoutState;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// A customer whose checkout has ended gets another one of the same order, and what is paid at
/// either is credited.
final class ReopeningTest {
    @TempDir Path directory;
    @AutoClose private PaymentsFixture pay;
    private Account acme;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
    }

    // An order with a checkout that has ended so.
    private Order ended(TruthProvider provider, Told.CloseReason reason) {
        Order order = pay.ordered(acme, provider);
        provider.truth(checkout(provider, order)).closed = reason;
        var _ = pay.deliver(provider, "over " + order.id(), "pay", order);
        return order;
    }

    private OpenedCheckout again(Order order, TruthProvider provider) {
        return pay.orders().choose(order.id(), provider.name());
    }

    // It was paid after all.
    private void pay(TruthProvider provider, String reference, String event) {
        provider.truth(reference).closed = null;
        provider.arrive(reference, TOTAL);
        assertEquals(
                Taken.STORED,
                pay.payments()
                        .deliveries()
                        .take(
                                provider.name(),
                                TruthProvider.webhook(event, "all", reference, pay.time.wallMs())));
    }

    private OrderState state(Order order) {
        return pay.orders().require(order.id()).state();
    }

    @Test
    void shouldOpenAnotherAfterTheLastOneHasEnded() {
        for (Told.CloseReason reason : Told.CloseReason.values()) {
            Order order = ended(pay.card, reason);
            OpenedCheckout second = again(order, pay.card);
            assertEquals(checkout(pay.card, order) + "-2", second.reference());
            assertEquals(OrderState.OPEN, state(order));
            assertEquals("", pay.orders().require(order.id()).why());
            // What is told of the old one again says nothing of the new one.
            var _ = pay.deliver(pay.card, "over again " + order.id(), "pay", order);
            assertEquals(OrderState.OPEN, state(order));
            assertEquals("", pay.orders().require(order.id()).why());
            // One at a time.
            pay.restart();
            assertEquals(second, again(order, pay.card));
            assertEquals(CheckoutState.ENDED, pay.standing(order).checkouts().getFirst().state());
            pay(pay.card, second.reference(), "paid " + order.id());
            assertEquals(OrderState.PAID, state(order));
            assertEquals("", pay.orders().require(order.id()).why());
        }
        assertEquals(3 * AMOUNT, pay.balance(acme));
        pay.checkLedger();
    }

    @Test
    void shouldLeaveOneAloneThatCanBePaid() {
        Order order = ended(pay.card, Told.CloseReason.EXPIRED);
        OpenedCheckout coins = again(order, pay.coin);
        OpenedCheckout second = again(order, pay.card);
        assertEquals(coins, again(order, pay.coin));
        assertEquals(second, again(order, pay.card));
        // Its old one is told of again, which says nothing of the others.
        pay.coin.truth(coins.reference()).waiting = true;
        var _ = pay.deliver(pay.coin, "seen", "pay", order);
        var _ = pay.deliver(pay.card, "over again", "pay", order);
        assertEquals(OrderState.PENDING, state(order));
        assertThrows(Fault.class, () -> again(order, pay.card));
        // Nor does the new one's end while Bitcoin is on its way.
        pay.card.truth(second.reference()).closed = Told.CloseReason.EXPIRED;
        var _ =
                pay.payments()
                        .deliveries()
                        .take(
                                "card",
                                TruthProvider.webhook("second", "pay", second.reference(), 1));
        assertEquals(OrderState.PENDING, state(order));
        assertEquals("", pay.orders().require(order.id()).why());
    }

    @Test
    void shouldBeOpenAgainAtAnotherProvider() {
        Order order = ended(pay.card, Told.CloseReason.FAILED);
        assertEquals(OrderState.FAILED, state(order));
        var _ = again(order, pay.coin);
        assertEquals(OrderState.OPEN, state(order));
        assertEquals("", pay.orders().require(order.id()).why());
    }

    @Test
    void shouldAskNobodyAboutWhatCannotBePaid() {
        pay.card.closeAt(pay.time.wallMs() + 60_000);
        Order paid = pay.ordered(acme, pay.card);
        pay(pay.card, checkout(pay.card, paid), "paid");
        Order suspended = pay.ordered(acme, pay.card);
        var _ = pay.accounts().suspend(acme.id(), "fraud");
        pay.time.pass(60_000);
        int before = pay.card.asked();
        for (Order order : List.of(paid, suspended)) {
            assertEquals(
                    ErrorCode.ORDER_CLOSED,
                    assertThrows(Fault.class, () -> again(order, pay.card)).code());
        }
        assertEquals(before, pay.card.asked());
    }

    @Test
    void shouldTakeOneAsEndedThatItsProviderKnowsNoMore() {
        pay.card.closeAt(pay.time.wallMs() + 60_000);
        Order order = pay.ordered(acme, pay.card);
        pay.time.pass(60_000);
        pay.card.forget(checkout(pay.card, order));
        // One that does not answer says nothing.
        pay.card.goAway(true);
        assertEquals(
                ErrorCode.PROVIDER_UNAVAILABLE,
                assertThrows(Fault.class, () -> again(order, pay.card)).code());
        assertEquals(CheckoutState.OPEN, pay.standing(order).checkouts().getFirst().state());
        pay.card.goAway(false);
        pay.time.pass(AskedLately.PAUSE_MS);
        OpenedCheckout second = again(order, pay.card);
        assertEquals(checkout(pay.card, order) + "-2", second.reference());
        assertEquals(CheckoutState.ENDED, pay.standing(order).checkouts().getFirst().state());
        assertEquals(OrderState.OPEN, state(order));
        pay(pay.card, second.reference(), "paid");
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldCreditWhatIsPaidAtAnOldOne() {
        Order order = ended(pay.card, Told.CloseReason.EXPIRED);
        OpenedCheckout second = again(order, pay.card);
        pay(pay.card, checkout(pay.card, order), "old");
        assertEquals(OrderState.PAID, state(order));
        assertEquals(AMOUNT, pay.balance(acme));
        // Paid twice: all of it is credited, and the order says so.
        pay(pay.card, second.reference(), "new");
        assertEquals(2 * AMOUNT, pay.balance(acme));
        assertEquals(2, pay.standing(order).payments().size());
        assertTrue(pay.orders().require(order.id()).why().startsWith("overpaid: 21.20 of 10.60"));
        assertEquals(0, pay.deliveries(DeliveryState.UNMATCHED).size());
        pay.checkLedger();
    }

    @Test
    void shouldFindByAskingWhatIsPaidAtAnyOfThem() {
        Order order = ended(pay.coin, Told.CloseReason.EXPIRED);
        OpenedCheckout second = again(order, pay.coin);
        pay.coin.truth(checkout(pay.coin, order)).closed = null;
        pay.coin.arrive(checkout(pay.coin, order), TOTAL);
        pay.coin.arrive(second.reference(), TOTAL);
        pay.time.pass(120_000);
        pay.payments().poll();
        assertEquals(2 * AMOUNT, pay.balance(acme));
        // Each is asked about by its own turn, not twice.
        int before = pay.coin.asked();
        pay.time.pass(120_000);
        pay.payments().poll();
        assertEquals(before + 2, pay.coin.asked());
    }

    @Test
    void shouldTakeNoOthersCheckoutForAnOldOne() {
        Order order = ended(pay.card, Told.CloseReason.EXPIRED);
        var _ = again(order, pay.card);
        Order other = pay.ordered(acme, pay.card);
        TruthProvider.Truth truth = pay.card.truth(checkout(pay.card, other));
        truth.claim = TruthProvider.claimOf(truth.claim, order);
        pay(pay.card, checkout(pay.card, other), "foreign");
        assertEquals(0, pay.balance(acme));
        assertEquals(
                "checkout: %s (expected: the order's, %s or %s-2)"
                        .formatted(
                                checkout(pay.card, other),
                                checkout(pay.card, order),
                                checkout(pay.card, order)),
                pay.delivery(DeliveryState.UNMATCHED).reason());
    }

    @Test
    void shouldAskAboutOneWhoseTimeIsOverBeforeItOpensAnother() {
        Order order = pay.ordered(acme, pay.card);
        pay.card.closeAt(pay.time.wallMs() + 60_000);
        Order lost = pay.ordered(acme, pay.card);
        OpenedCheckout first = pay.standing(lost).checkouts().getFirst();
        pay.time.pass(60_000);
        // By our clock alone nothing is over.
        assertEquals(first, again(lost, pay.card));
        pay.card.truth(first.reference()).closed = Told.CloseReason.EXPIRED;
        pay.time.pass(AskedLately.PAUSE_MS);
        assertNotEquals(first.reference(), again(lost, pay.card).reference());
        // Its webhook was lost, and it was paid in the last second.
        pay.card.closeAt(pay.time.wallMs() + 60_000);
        Order paid = pay.ordered(acme, pay.card);
        pay.card.arrive(checkout(pay.card, paid), TOTAL);
        pay.time.pass(60_000);
        assertEquals(
                ErrorCode.ORDER_CLOSED,
                assertThrows(Fault.class, () -> again(paid, pay.card)).code());
        assertEquals(OrderState.PAID, state(paid));
        assertEquals(checkout(pay.card, order), again(order, pay.card).reference());
    }

    @Test
    void shouldAskOnlyOnceInAWhileHoweverOftenTheButtonIsPressed() {
        pay.card.closeAt(pay.time.wallMs() + 60_000);
        Order order = pay.ordered(acme, pay.card);
        Order other = pay.ordered(acme, pay.card);
        pay.time.pass(60_000);
        int before = pay.card.asked();
        for (int i = 0; i < 20; i++) {
            assertEquals(checkout(pay.card, order), again(order, pay.card).reference());
        }
        assertEquals(before + 1, pay.card.asked());
        // Another order's customer does not wait for that.
        var _ = again(other, pay.card);
        assertEquals(before + 2, pay.card.asked());
        pay.time.pass(AskedLately.PAUSE_MS);
        pay.card.goAway(true);
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    assertThrows(Fault.class, () -> again(order, pay.card)).code());
        }
        assertEquals(before + 3, pay.card.asked());
        // Nor is one asked for again and again that it does not open.
        Order fresh = pay.orders().make(acme.id(), AMOUNT, "");
        for (int i = 0; i < 20; i++) {
            assertThrows(Fault.class, () -> again(fresh, pay.card));
        }
        assertEquals(before + 5, pay.card.asked());
        pay.card.goAway(false);
        pay.time.pass(AskedLately.PAUSE_MS);
        assertEquals(checkout(pay.card, fresh), again(fresh, pay.card).reference());
    }

    @Test
    void shouldOpenAgainWhereWhatWasPaidDoesNotCount() {
        Order order = pay.ordered(acme, pay.coin);
        OpenedCheckout card = again(order, pay.card);
        pay(pay.coin, checkout(pay.coin, order), "seen");
        assertEquals(OrderState.PAID, state(order));
        // The blocks that had it are undone.
        pay.coin.truth(checkout(pay.coin, order)).closed = Told.CloseReason.INVALID;
        var _ = pay.deliver(pay.coin, "undone", "pay", order);
        assertEquals(OrderState.FAILED, state(order));
        assertEquals(card, again(order, pay.card));
        assertEquals(OrderState.OPEN, state(order));
        assertEquals("", pay.orders().require(order.id()).why());
        pay(pay.card, card.reference(), "by card");
        assertEquals(OrderState.PAID, state(order));
        assertEquals(AMOUNT, pay.balance(acme));
        pay.checkLedger();
    }

    @Test
    void shouldStayPendingWhereItIsNotKnownWhichOneHasTheMoney() {
        Order order = pay.ordered(acme, pay.coin);
        OpenedCheckout card = again(order, pay.card);
        // As orders were kept before their checkouts had states.
        pay.database()
                .inTransaction(
                        handle ->
                                handle.execute(
                                        "UPDATE topup_order SET state = ? WHERE id = ?",
                                        OrderState.PENDING.number(),
                                        order.id()));
        pay.card.truth(card.reference()).closed = Told.CloseReason.EXPIRED;
        var _ = pay.deliver(pay.card, "over", "pay", order);
        assertEquals(OrderState.PENDING, state(order));
        assertEquals(
                CheckoutState.ENDED, pay.standing(order).checkoutAt("card").orElseThrow().state());
        // Nor was it the other one.
        pay.coin.truth(checkout(pay.coin, order)).closed = Told.CloseReason.EXPIRED;
        var _ = pay.deliver(pay.coin, "over too", "pay", order);
        assertEquals(OrderState.OPEN, state(order));
    }

    @Test
    void shouldFindTheSameSecondOneAfterALostAnswer() {
        Order order = ended(pay.card, Told.CloseReason.EXPIRED);
        pay.card.loseAnswers(true);
        assertThrows(Fault.class, () -> again(order, pay.card));
        pay.card.loseAnswers(false);
        String second = checkout(pay.card, order) + "-2";
        // Paid before we know that it is there.
        pay(pay.card, second, "early");
        assertEquals(AMOUNT, pay.balance(acme));
        pay.time.pass(60_000);
        pay.payments().poll();
        assertEquals(second, pay.standing(order).checkouts().getLast().reference());
    }

    @Test
    void shouldOpenNoMoreThanIsReasonable() {
        Order order = ended(pay.card, Told.CloseReason.EXPIRED);
        for (int i = 2; i <= 50; i++) {
            String reference = again(order, pay.card).reference();
            pay.card.truth(reference).closed = Told.CloseReason.EXPIRED;
            var _ =
                    pay.payments()
                            .deliveries()
                            .take("card", TruthProvider.webhook("e" + i, "pay", reference, 1));
        }
        assertEquals(
                ErrorCode.ORDER_CLOSED,
                assertThrows(Fault.class, () -> again(order, pay.card)).code());
        assertEquals(OrderState.OPEN, state(order));
    }
}
