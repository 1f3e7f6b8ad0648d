package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.AMOUNT;
import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.UNIT;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.UUID;

/// Money goes back once, and not while its credit is used.
final class PaymentsRefundTest {
    @TempDir Path directory;
    private final NoLimit alone = new NoLimit();
    private PaymentsFixture pay;
    private Account acme;
    private Order order;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
        order = pay.ordered(acme, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        pay.deliver(pay.card, "e", "pay", order);
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    private Payment refund(UUID operation, long amount, boolean evenBelowZero) {
        RefundAnswer answer =
                pay.payments()
                        .payments()
                        .refund(
                                pay.payment(order).id(),
                                operation,
                                amount,
                                evenBelowZero,
                                "she asked",
                                alone);
        return assertInstanceOf(RefundAnswer.Refunded.class, answer).payment();
    }

    private Fault refused(UUID operation, long amount) {
        return assertThrows(Fault.class, () -> refund(operation, amount, false));
    }

    @Test
    void shouldGiveMoneyBackOnceAndTakeTheCreditBack() {
        UUID operation = UUID.randomUUID();
        assertEquals(TOTAL / 2, refund(operation, TOTAL / 2, false).refundedNanos());
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals(TOTAL / 2, refund(operation, TOTAL / 2, false).refundedNanos());
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals(ErrorCode.INVALID_FIELD, refused(UUID.randomUUID(), TOTAL + 1).code());
    }

    /// What it was the first time, whatever is left since.
    @Test
    void shouldRepeatARefundOfAllThatWasLeft() {
        UUID operation = UUID.randomUUID();
        assertEquals(TOTAL, refund(operation, 0, false).refundedNanos());
        assertEquals(TOTAL, refund(operation, 0, false).refundedNanos());
        assertEquals(0, pay.balance(acme));
    }

    @Test
    void shouldKeepTheMoneyOfCreditThatIsUsedUnlessTold() {
        pay.spend(acme, AMOUNT - UNIT);
        UUID operation = UUID.randomUUID();
        Fault refused = refused(operation, TOTAL);
        assertEquals(ErrorCode.INSUFFICIENT_CREDIT, refused.code());
        assertTrue(refused.text().contains("what is there, 1.00"), refused::text);
        assertEquals(0, pay.payment(order).refundedNanos());
        assertTrue(alone.counts.isEmpty());
        // As much as there is.
        assertEquals(TOTAL / 10, refund(UUID.randomUUID(), TOTAL / 10, false).refundedNanos());
        assertEquals(0, pay.balance(acme));
        assertEquals(TOTAL, refund(operation, 0, true).refundedNanos());
        assertEquals(UNIT - AMOUNT, pay.balance(acme));
    }

    @Test
    void shouldSayThatTheMoneyWentBackWithoutItsCredit() {
        UUID operation = UUID.randomUUID();
        OrderClaim claim = pay.card.truth(checkout(pay.card, order)).claim;
        pay.card.truth(checkout(pay.card, order)).claim =
                new OrderClaim(claim.orderId(), claim.checkout(), TOTAL, "EUR");
        Fault told = refused(operation, TOTAL);
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, told.code());
        assertTrue(told.text().contains("currency: EUR"), told::text);
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(1, outcomes("UNMATCHED"));
        pay.card.truth(checkout(pay.card, order)).claim = claim;
        assertEquals(TOTAL, refund(operation, TOTAL, false).refundedNanos());
        assertEquals(0, pay.balance(acme));
        assertEquals(1, outcomes("HANDLED"));
    }

    private long outcomes(String outcome) {
        return pay.number(
                "SELECT count(*) FROM audit_entry WHERE action = 'payment.refund-outcome'"
                        + " AND after LIKE '%"
                        + outcome
                        + "%'");
    }
}
