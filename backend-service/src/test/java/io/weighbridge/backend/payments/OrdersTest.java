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
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Orders from their making to their end, without what comes of the money.
final class OrdersTest {
    @TempDir Path directory;
    @AutoClose private PaymentsFixture pay;
    private Account acme;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
    }

    private static void assertFault(ErrorCode code, Executable call) {
        assertEquals(code, assertThrows(Fault.class, call).code());
    }

    @Test
    void shouldPutTheFeeOnTopRoundedUpToCents() {
        Order order = pay.orders().make(acme.id(), AMOUNT, "by phone");
        assertEquals(TOTAL, order.totalNanos());
        assertEquals(OrderState.OPEN, order.state());
        // 3 % of 1.01 are 3.03 cents.
        assertEquals(340_000_000L, pay.orders().terms().feeNanos(UNIT + 10_000_000));
        assertEquals(order, pay.orders().require(order.id()));
    }

    @Test
    void shouldSaveCardsWhereThatIsWantedAndWhoTakesThemKeepsThem() {
        assertTrue(pay.orders().savesCards());
        pay.card.keepCards(false);
        // That who takes Bitcoin could does not matter.
        assertFalse(pay.orders().savesCards());
        pay.card.keepCards(true);
        pay.savesCards = false;
        pay.restart();
        assertFalse(pay.orders().savesCards());
    }

    @Test
    void shouldRefuseAmountsThatCannotBePaid() {
        for (long amount : new long[] {-1, 1, UNIT - 10_000_000, UNIT + 1, 1_000 * UNIT + UNIT}) {
            assertFault(ErrorCode.INVALID_FIELD, () -> pay.orders().make(acme.id(), amount, ""));
        }
        assertFault(ErrorCode.ACCOUNT_UNKNOWN, () -> pay.orders().make(17, AMOUNT, ""));
        assertEquals(0, pay.number("SELECT count(*) FROM topup_order"));
    }

    @Test
    void shouldLetTheCustomerChooseTheAmountOnce() {
        Order order = pay.orders().make(acme.id(), 0, "");
        assertFault(ErrorCode.INVALID_FIELD, () -> pay.orders().choose(order.id(), "card"));
        Order chosen = pay.orders().chooseAmount(order.id(), AMOUNT);
        assertEquals(TOTAL, chosen.totalNanos());
        assertEquals(chosen, pay.orders().chooseAmount(order.id(), AMOUNT));
        assertFault(
                ErrorCode.ORDER_CLOSED, () -> pay.orders().chooseAmount(order.id(), 2 * AMOUNT));
    }

    @Test
    void shouldOpenOneCheckoutAtEachProvider() {
        Order order = pay.orders().make(acme.id(), AMOUNT, "");
        OpenedCheckout first = pay.orders().choose(order.id(), "card");
        pay.restart();
        assertEquals(first, pay.orders().choose(order.id(), "card"));
        assertEquals(1, pay.card.asked());
        OpenedCheckout coins = pay.orders().choose(order.id(), "coin");
        assertEquals(checkout(pay.coin, order), coins.reference());
        assertEquals(List.of(first, coins), pay.standing(order).checkouts());
        assertFault(ErrorCode.INVALID_FIELD, () -> pay.orders().choose(order.id(), "cash"));
    }

    @Test
    void shouldFindAnOrderByItsLinkAndByNoOther() {
        Order order = pay.orders().make(acme.id(), AMOUNT, "");
        String token = pay.orders().token(order);
        assertEquals(Optional.of(order), pay.orders().byToken(token));
        assertEquals("https://pay.example/pay/" + token, pay.orders().page(order).toString());
        Order other = pay.orders().make(acme.id(), AMOUNT, "");
        String mixed = token.substring(0, 13) + pay.orders().token(other).substring(13);
        for (String wrong : List.of("", "x", token.substring(0, 20), token + "A", mixed, "%")) {
            assertEquals(Optional.empty(), pay.orders().byToken(wrong), wrong);
        }
        assertTrue(token.matches("[0-9A-Za-z_-]{35}"), token);
    }

    @Test
    void shouldEndByItsTimeOrWhenItIsCancelled() {
        Order late = pay.orders().make(acme.id(), AMOUNT, "");
        Order unwanted = pay.orders().make(acme.id(), AMOUNT, "");
        assertEquals(OrderState.CANCELLED, pay.orders().cancel(unwanted.id()).state());
        assertEquals(OrderState.CANCELLED, pay.orders().cancel(unwanted.id()).state());
        assertFault(ErrorCode.ORDER_CLOSED, () -> pay.orders().choose(unwanted.id(), "card"));
        pay.time.pass(86_400_000);
        assertFault(ErrorCode.ORDER_CLOSED, () -> pay.orders().choose(late.id(), "card"));
        pay.payments().poll();
        assertEquals(OrderState.EXPIRED, pay.orders().require(late.id()).state());
        assertEquals(OrderState.CANCELLED, pay.orders().require(unwanted.id()).state());
        Order paid = pay.ordered(acme, pay.card);
        pay.card.arrive(checkout(pay.card, paid), TOTAL);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", paid));
        assertFault(ErrorCode.ORDER_CLOSED, () -> pay.orders().cancel(paid.id()));
        assertFault(ErrorCode.ORDER_UNKNOWN, () -> pay.orders().cancel(17));
    }

    @Test
    void shouldEndByItsOwnTimeAndNotByACheckouts() {
        Order order = pay.ordered(acme, pay.card);
        TruthProvider.Truth truth = pay.card.truth(checkout(pay.card, order));
        truth.closed = Told.CloseReason.EXPIRED;
        pay.deliver(pay.card, "over", "pay", order);
        assertEquals(OrderState.OPEN, pay.orders().require(order.id()).state());
        var _ = pay.orders().choose(order.id(), "coin");
        truth.closed = Told.CloseReason.FAILED;
        pay.deliver(pay.card, "failed", "pay", order);
        assertEquals(OrderState.OPEN, pay.orders().require(order.id()).state());
        pay.time.pass(86_400_001);
        pay.payments().poll();
        assertEquals(OrderState.EXPIRED, pay.orders().require(order.id()).state());
    }

    @Test
    void shouldNotComeBackToWaitingOnceItEnded() {
        Order order = pay.ordered(acme, pay.card);
        var _ = pay.orders().cancel(order.id());
        pay.card.truth(checkout(pay.card, order)).waiting = true;
        pay.deliver(pay.card, "late", "pay", order);
        assertEquals(OrderState.CANCELLED, pay.orders().require(order.id()).state());
        Order failed = pay.ordered(acme, pay.card);
        TruthProvider.Truth truth = pay.card.truth(checkout(pay.card, failed));
        truth.closed = Told.CloseReason.FAILED;
        pay.deliver(pay.card, "failed", "pay", failed);
        assertEquals(OrderState.FAILED, pay.orders().require(failed.id()).state());
        pay.time.pass(86_400_001);
        truth.closed = null;
        truth.waiting = true;
        pay.deliver(pay.card, "later", "pay", failed);
        assertEquals(OrderState.FAILED, pay.orders().require(failed.id()).state());
    }

    @Test
    void shouldListNewestFirstByAccount() {
        Account beta = pay.account();
        Order first = pay.orders().make(acme.id(), AMOUNT, "");
        Order others = pay.orders().make(beta.id(), AMOUNT, "");
        Order second = pay.orders().make(acme.id(), AMOUNT, "");
        Page<Order> page = pay.orders().list(acme.id(), PageKey.of(1, "", "acme"));
        assertEquals(List.of(second), page.items());
        Page<Order> next = pay.orders().list(acme.id(), PageKey.of(1, page.nextToken(), "acme"));
        assertEquals(List.of(first), next.items());
        assertEquals("", next.nextToken());
        assertEquals(
                List.of(second, others, first),
                pay.orders().list(0, PageKey.of(9, "", "")).items());
    }
}
