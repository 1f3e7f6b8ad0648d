package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The store breaks at each write of the way from a webhook to the credit and back, before it is
/// made or when only the answer is lost; the ledger's operations lie between them. After a restart
/// the credit is what the provider says, once.
final class CreditingFaultsTest {
    private static final int AT_A_TIME = 10;

    @TempDir Path directory;

    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void shouldCreditAndTakeBackOnceWhicheverWriteBreaks(boolean answersLost) throws IOException {
        int broken = 0;
        boolean broke = true;
        for (int n = 0; broke; n++) {
            Path here = Files.createDirectory(directory.resolve("write" + n));
            try (PaymentsFixture pay = new PaymentsFixture(here)) {
                broke = creditAndTakeBack(pay, n, answersLost);
                broken += broke ? 1 : 0;
                pay.checkLedger();
            }
        }
        // Stored, decided, moved; twice.
        assertEquals(6, broken);
    }

    /// Of many at a time some are in one transaction, and more than one is under way when the store
    /// goes.
    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void shouldCreditEachOfManyAtATimeOnceWhicheverWriteBreaks(boolean answersLost)
            throws Exception {
        for (int n = 0; n < 3 * AT_A_TIME; n += AT_A_TIME) {
            Path here = Files.createDirectory(directory.resolve("many" + n));
            try (PaymentsFixture pay = new PaymentsFixture(here)) {
                Account acme = pay.account();
                List<Order> orders = new ArrayList<>();
                for (int i = 0; i < AT_A_TIME; i++) {
                    Order order = pay.ordered(acme, pay.card);
                    pay.card.arrive(checkout(pay.card, order), TOTAL);
                    orders.add(order);
                }
                pay.faults.breakWrite(n, answersLost);
                List<Thread> tellers = new ArrayList<>();
                for (Order order : orders) {
                    tellers.add(
                            Thread.ofVirtual()
                                    .start(() -> tell(pay, "paid" + order.id(), "pay", order)));
                }
                for (Thread teller : tellers) {
                    teller.join();
                }
                assertTrue(pay.faults.broke());
                pay.restart();
                pay.time.pass(60_000);
                pay.payments().drain();
                for (Order order : orders) {
                    assertEquals(
                            Taken.STORED, pay.deliver(pay.card, "paid" + order.id(), "pay", order));
                }
                assertEquals(AT_A_TIME * AMOUNT, pay.balance(acme));
                assertEquals(
                        AT_A_TIME,
                        pay.number("SELECT max(number) FROM payment_receipt WHERE number > 0"));
                assertEquals(AT_A_TIME, pay.deliveries(DeliveryState.HANDLED).size());
                pay.checkLedger();
            }
        }
    }

    private static boolean creditAndTakeBack(PaymentsFixture pay, int n, boolean answersLost) {
        Account acme = pay.account();
        Order order = pay.ordered(acme, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        pay.faults.breakWrite(n, answersLost);
        tell(pay, "paid", "pay", order);
        boolean brokeAtFirst = pay.faults.broke();
        if (brokeAtFirst) {
            pay.restart();
            settle(pay, "paid", "pay", order);
        }
        assertEquals(AMOUNT, pay.balance(acme));
        pay.card.refundTotal(checkout(pay.card, order), TOTAL / 2);
        tell(pay, "half", "standing", order);
        boolean broke = brokeAtFirst || pay.faults.broke();
        if (!brokeAtFirst && broke) {
            pay.restart();
            settle(pay, "half", "standing", order);
        }
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals(2, pay.payment(order).steps());
        assertEquals(0, pay.number("SELECT count(*) FROM payment_move WHERE done_at_ms = 0"));
        assertEquals(1, pay.number("SELECT count(*) FROM payment_receipt"));
        assertEquals(2, pay.deliveries(DeliveryState.HANDLED).size());
        return broke;
    }

    // What was not stored is answered with an error, and the provider sends it again.
    private static void tell(PaymentsFixture pay, String event, String type, Order order) {
        try {
            assertEquals(Taken.STORED, pay.deliver(pay.card, event, type, order));
        } catch (Fault away) {
            assertTrue(pay.faults.broke());
        }
    }

    private static void settle(PaymentsFixture pay, String event, String type, Order order) {
        pay.time.pass(60_000);
        pay.payments().drain();
        assertEquals(Taken.STORED, pay.deliver(pay.card, event, type, order));
    }
}
