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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.UUID;

/// The store breaks at each write from asking for a refund by a page to the credit's coming back:
/// there is one page, and the credit is taken once and comes back once.
final class RefundOfferFaultsTest {
    @TempDir Path directory;
    private final NoLimit alone = new NoLimit();
    private PaymentsFixture pay;
    private TruthPages pages;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        pages = pay.coin.pages();
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    @ParameterizedTest(name = "answers lost: {0}")
    @ValueSource(booleans = {false, true})
    void shouldOfferOnceAndGiveAgainOnceWhicheverWriteBreaks(boolean answersLost) {
        int broken = 0;
        while (refundAndArchive(broken, answersLost)) {
            broken++;
        }
        // Planned, taken, asked for, offered; over, given again, looked at.
        assertEquals(7, broken);
    }

    private boolean refundAndArchive(int n, boolean answersLost) {
        int before = pages.made().size();
        Account acme = pay.account();
        Order order = pay.ordered(acme, pay.coin);
        pay.coin.arrive(checkout(pay.coin, order), TOTAL);
        pay.deliver(pay.coin, "paid" + order.id(), "pay", order);
        UUID operation = UUID.randomUUID();
        pages.stand(false, 0, 0, 0);
        pages.whenMade(() -> assertEquals(AMOUNT / 2, pay.balance(acme)));
        pay.faults.breakWrite(n, answersLost);
        Payment payment = pay.payment(order);
        refund(payment, operation);
        boolean brokeAtFirst = pay.faults.broke();
        if (brokeAtFirst) {
            pay.restart();
            pay.payments().drain();
            pay.time.pass(RefundOffers.PAUSE_MS);
            refund(payment, operation);
        }
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals(before + 1, pages.made().size());
        pages.stand(true, 0, 0, 0);
        pay.time.pass(RefundOffers.FIRST_MS);
        look();
        boolean broke = brokeAtFirst || pay.faults.broke();
        if (!brokeAtFirst && broke) {
            pay.restart();
            pay.payments().drain();
            pay.time.pass(RefundOffers.FIRST_MS);
            look();
        }
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(before + 1, pages.made().size());
        String of = " WHERE payment_id = " + payment.id();
        assertEquals(3, pay.number("SELECT count(*) FROM payment_move" + of));
        assertEquals(
                0, pay.number("SELECT count(*) FROM payment_move" + of + " AND done_at_ms = 0"));
        assertEquals(6, pay.number("SELECT state FROM refund_offer" + of));
        return broke;
    }

    private void refund(Payment payment, UUID operation) {
        try {
            var _ =
                    pay.payments()
                            .payments()
                            .refund(payment.id(), operation, TOTAL / 2, false, "r", alone);
        } catch (Fault away) {
            assertTrue(pay.faults.broke(), away::text);
        }
    }

    private void look() {
        try {
            pay.payments().offers().round();
        } catch (Fault away) {
            assertTrue(pay.faults.broke(), away::text);
        }
    }
}
