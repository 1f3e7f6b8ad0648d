package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.UNIT;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.audit.Act;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// What is not credited by itself, what is not moved twice, and who is not suspended.
final class CreditingExcessTest {
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

    private Order paid(TruthProvider provider) {
        Order order = pay.ordered(acme, provider);
        provider.arrive(checkout(provider, order), TOTAL);
        return order;
    }

    @Test
    void shouldPutWhatCameTooBeforeAnOperatorAndCreditTheRest() {
        Order order = paid(pay.coin);
        pay.coin.truth(checkout(pay.coin, order)).excessNanos = TOTAL / 2;
        pay.deliver(pay.coin, "over", "pay", order);
        pay.deliver(pay.coin, "over again", "pay", order);
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(OrderState.PAID, pay.standing(order).order().state());
        assertEquals("came late: " + TOTAL / 2, pay.standing(order).order().why());
        List<Delivery> left = pay.deliveries(DeliveryState.UNMATCHED);
        assertEquals(2, left.size());
        assertEquals("came late: " + TOTAL / 2, left.getFirst().reason());
        assertEquals(order.id(), left.getFirst().orderId());
        Order second = pay.ordered(pay.account(), pay.coin);
        pay.payments()
                .deliveries()
                .assign(left.getFirst().id(), second.id(), "she called", new NoLimit());
        assertEquals(AMOUNT / 2, pay.payment(second).creditedNanos());
        assertEquals(AMOUNT, pay.balance(acme));
        // It is somebody's now: nothing is left to decide, and nothing moves twice.
        var _ = pay.payments().deliveries().redrive(left.getLast().id());
        assertEquals(List.of(), pay.deliveries(DeliveryState.UNMATCHED));
        assertEquals(AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldPutWhatCameTooBeforeAnOperatorWhenNoWebhookTold() {
        Order order = paid(pay.coin);
        pay.coin.truth(checkout(pay.coin, order)).excessNanos = TOTAL / 2;
        for (int i = 0; i < 3; i++) {
            pay.time.pass(86_400_001);
            pay.payments().poll();
        }
        assertEquals(AMOUNT, pay.balance(acme));
        Delivery left = pay.delivery(DeliveryState.UNMATCHED);
        assertEquals("came late: " + TOTAL / 2, left.reason());
        assertEquals(
                left.id(),
                pay.number(
                        "SELECT id FROM account_notice WHERE account_id = "
                                + acme.id()
                                + " AND kind = "
                                + NoticeKind.PAYMENT_UNMATCHED.number()));
        // Told once, although it fits nothing once more.
        var _ = pay.payments().deliveries().redrive(left.id());
        assertEquals(left.id(), pay.delivery(DeliveryState.UNMATCHED).id());
        Order second = pay.ordered(pay.account(), pay.coin);
        pay.payments().deliveries().assign(left.id(), second.id(), "she called", new NoLimit());
        assertEquals(AMOUNT / 2, pay.payment(second).creditedNanos());
    }

    @Test
    void shouldRepeatAMoveWhoseNoteIsWordedOtherwise() {
        UUID operation = UUID.randomUUID();
        var first = pay.purchases().give(acme.id(), operation, UNIT, "old words", Act.LOCAL);
        var again = pay.purchases().give(acme.id(), operation, UNIT, "new words", Act.LOCAL);
        assertTrue(again.repeated());
        assertEquals(first.grantId(), again.grantId());
        assertEquals(UNIT, pay.balance(acme));
    }

    @Test
    void shouldNotSuspendAnAccountWithinItsOverdraft() {
        acme = pay.accounts().create("With credit", AMOUNT);
        Order order = paid(pay.card);
        pay.deliver(pay.card, "paid", "pay", order);
        pay.spend(acme, AMOUNT);
        pay.card.refundTotal(checkout(pay.card, order), TOTAL);
        pay.deliver(pay.card, "refund", "standing", order);
        assertEquals(-AMOUNT, pay.balance(acme));
        assertFalse(pay.accounts().require(acme.id()).suspended());
        assertEquals(0, pay.suspensions());
    }
}
