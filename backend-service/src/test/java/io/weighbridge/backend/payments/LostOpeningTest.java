package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// A checkout whose opening was not answered, and that is opened a second time under another
/// key, as after an upgrade that changed keys: nobody was shown the first one, and it buys
/// nothing by itself.
final class LostOpeningTest {
    @TempDir Path directory;
    private PaymentsFixture pay;
    private Account acme;
    private Order order;
    private String lost;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
        order = pay.orders().make(acme.id(), AMOUNT, "");
        pay.card.loseAnswers(true);
        assertFault(ErrorCode.PROVIDER_UNAVAILABLE);
        pay.card.loseAnswers(false);
        pay.card.openAnew();
        lost = checkout(pay.card, order);
        pay.restart();
        pay.time.pass(AskedLately.PAUSE_MS);
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    private void assertFault(ErrorCode code) {
        assertEquals(
                code,
                assertThrows(Fault.class, () -> pay.orders().choose(order.id(), "card")).code());
    }

    private void told(String event, String reference) {
        assertEquals(
                Taken.STORED,
                pay.payments()
                        .deliveries()
                        .take(
                                "card",
                                TruthProvider.webhook(event, "pay", reference, pay.time.wallMs())));
    }

    private OrderState state() {
        return pay.orders().require(order.id()).state();
    }

    @Test
    void theFirstOnesEndIsNotTheSecondOnes() {
        String second = pay.orders().choose(order.id(), "card").reference();
        assertEquals(lost + "-anew", second);
        pay.card.truth(lost).closed = Told.CloseReason.EXPIRED;
        told("over", lost);
        assertEquals(OrderState.OPEN, state());
        assertEquals(second, pay.orders().choose(order.id(), "card").reference());
        pay.card.arrive(second, TOTAL);
        told("paid", second);
        assertEquals(OrderState.PAID, state());
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(0, pay.deliveries(DeliveryState.UNMATCHED).size());
    }

    @Test
    void whatIsPaidAtBothIsCreditedOnceAndTheRestIsForAnOperator() {
        String second = pay.orders().choose(order.id(), "card").reference();
        pay.card.arrive(second, TOTAL);
        told("paid", second);
        pay.card.arrive(lost, TOTAL);
        for (String event : new String[] {"paid too", "paid too, told again"}) {
            told(event, lost);
        }
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(1, pay.standing(order).payments().size());
        for (Delivery each : pay.deliveries(DeliveryState.UNMATCHED)) {
            assertEquals(
                    "checkout: " + lost + " (expected: the order's, " + second + ")",
                    each.reason());
        }
        assertEquals(2, pay.deliveries(DeliveryState.UNMATCHED).size());
    }

    @Test
    void ofWhatIsPaidAtTheFirstNoSecondOneIsOpened() {
        pay.card.arrive(lost, TOTAL);
        told("paid", lost);
        assertEquals(OrderState.PAID, state());
        assertFault(ErrorCode.ORDER_CLOSED);
        assertEquals(AMOUNT, pay.balance(acme));
    }
}
