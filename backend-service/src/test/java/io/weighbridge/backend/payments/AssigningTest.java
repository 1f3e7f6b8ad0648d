package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Money that fits no order, and what becomes of it when an operator says whose it is.
final class AssigningTest {
    private static final long DAY_MS = 86_400_000;

    @TempDir Path directory;
    private PaymentsFixture pay;
    private Account beta;
    private Order carrier;
    private Order target;
    private TruthProvider.Truth truth;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        carrier = pay.ordered(pay.account(), pay.coin);
        beta = pay.account();
        target = pay.ordered(beta, pay.coin);
        truth = pay.coin.truth(checkout(pay.coin, carrier));
        truth.arrivedNanos = TOTAL;
        strange("USD");
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    private void strange(String currency) {
        truth.claim = new OrderClaim("", checkout(pay.coin, carrier), TOTAL, currency);
    }

    private Delivery assign(Delivery delivery, Order order) {
        return pay.payments()
                .deliveries()
                .assign(delivery.id(), order.id(), "she called", new NoLimit());
    }

    private void assertRefused(ErrorCode code, Order order) {
        Delivery unmatched = pay.delivery(DeliveryState.UNMATCHED);
        assertEquals(code, assertThrows(Fault.class, () -> assign(unmatched, order)).code());
        assertEquals(unmatched, pay.delivery(DeliveryState.UNMATCHED));
        assertEquals(0, pay.number("SELECT count(*) FROM payment"));
        assertEquals(0, pay.balance(beta));
    }

    @Test
    void shouldNotTakeAnotherCurrencyForTheOrders() {
        strange("EUR");
        pay.deliver(pay.coin, "euros", "pay", carrier);
        assertRefused(ErrorCode.INVALID_FIELD, target);
    }

    @Test
    void shouldNotTakeAnOrderWithoutAnAmount() {
        pay.deliver(pay.coin, "paid", "pay", carrier);
        assertRefused(ErrorCode.ORDER_CLOSED, pay.orders().make(beta.id(), 0, ""));
    }

    @Test
    void shouldCreditNothingThatWasGivenBackBefore() {
        pay.deliver(pay.coin, "paid", "pay", carrier);
        truth.refundedNanos = TOTAL / 2;
        assertEquals(
                DeliveryState.ASSIGNED,
                assign(pay.delivery(DeliveryState.UNMATCHED), target).state());
        assertEquals(AMOUNT / 2, pay.balance(beta));
    }

    @Test
    void shouldWakeTheRefundThatWaitedForItInVain() {
        truth.refundedNanos = TOTAL / 2;
        pay.deliver(pay.coin, "refund", "standing", carrier);
        pay.time.pass(DAY_MS + 1);
        pay.payments().drain();
        Delivery refund = pay.delivery(DeliveryState.UNMATCHED);
        pay.deliver(pay.coin, "paid", "pay", carrier);
        Delivery paid =
                pay.deliveries(DeliveryState.UNMATCHED).stream()
                        .filter(each -> each.id() != refund.id())
                        .findFirst()
                        .orElseThrow();
        var _ = assign(paid, target);
        pay.payments().drain();
        assertEquals(refund.id(), pay.delivery(DeliveryState.HANDLED).id());
        assertEquals(AMOUNT / 2, pay.balance(beta));
    }

    @Test
    void shouldAskHowMoneyStandsThatIsToldADayLate() {
        Order order = pay.ordered(beta, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        pay.card.goAway(true);
        pay.deliver(pay.card, "paid", "pay", order);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL);
        pay.time.pass(DAY_MS + 1);
        pay.card.goAway(false);
        pay.payments().drain();
        assertEquals(DeliveryState.HANDLED, pay.delivery(DeliveryState.HANDLED).state());
        assertEquals(TOTAL, pay.payment(order).refundedNanos());
        assertEquals(0, pay.balance(beta));
    }

    @Test
    void shouldDecideAPaymentOnce() {
        pay.deliver(pay.coin, "paid", "pay", carrier);
        pay.deliver(pay.coin, "paid again", "pay", carrier);
        List<Delivery> both = pay.deliveries(DeliveryState.UNMATCHED);
        var _ = assign(both.getFirst(), target);
        for (Delivery decided : both) {
            Fault fault = assertThrows(Fault.class, () -> assign(decided, target));
            assertEquals(ErrorCode.DELIVERY_DECIDED, fault.code());
        }
        assertEquals(AMOUNT, pay.balance(beta));
    }

    @Test
    void shouldFollowTheMoneyWhateverItsCheckoutSays() {
        pay.deliver(pay.coin, "paid", "pay", carrier);
        var _ = assign(pay.delivery(DeliveryState.UNMATCHED), target);
        truth.after = List.of(new Told.Closed(truth.claim, Told.CloseReason.EXPIRED, "over"));
        truth.arrivedNanos = TOTAL * 2;
        pay.deliver(pay.coin, "more", "pay", carrier);
        assertEquals(AMOUNT * 2, pay.balance(beta));
        truth.after = List.of();
        truth.before = List.of(new Told.Waiting(truth.claim));
        truth.arrivedNanos = TOTAL;
        pay.deliver(pay.coin, "less", "pay", carrier);
        assertEquals(AMOUNT, pay.balance(beta));
    }

    @Test
    void shouldNotHideMoneyBehindWhatWaits() {
        truth.claim =
                new OrderClaim(
                        IdKind.ORDER.format(carrier.id()),
                        checkout(pay.coin, carrier),
                        TOTAL - 1,
                        "USD");
        truth.before = List.of(new Told.Waiting(truth.claim));
        pay.deliver(pay.coin, "strange", "pay", carrier);
        assertEquals(carrier.id(), pay.delivery(DeliveryState.UNMATCHED).orderId());
    }

    @Test
    void shouldFindOutByAskingWhatBecameOfIt() {
        pay.deliver(pay.coin, "paid", "pay", carrier);
        var _ = assign(pay.delivery(DeliveryState.UNMATCHED), target);
        truth.refundedNanos = TOTAL;
        pay.time.pass(Polling.FIRST_MS + 1);
        pay.payments().poll();
        assertEquals(0, pay.balance(beta));
    }
}
