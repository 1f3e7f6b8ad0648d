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
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// An account with bought and promotional credit whose money goes back: the bought credit goes, the
/// promotional stays as far as it was not needed for bought credit that is used.
final class RefundBesidePromotionTest {
    private static final long GIFT = 5 * UNIT;

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
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e", "pay", order));
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    private void promote(long expiresAtMs) {
        var _ =
                pay.credit()
                        .grant(
                                acme.id(),
                                UUID.randomUUID(),
                                GrantKind.PROMOTIONAL,
                                GIFT,
                                expiresAtMs,
                                "welcome");
    }

    private long soon() {
        return pay.time.wallMs() + Duration.ofDays(30).toMillis();
    }

    private void refund(boolean evenBelowZero) {
        var _ =
                pay.payments()
                        .payments()
                        .refund(
                                pay.payment(order).id(),
                                UUID.randomUUID(),
                                0,
                                evenBelowZero,
                                "she asked",
                                new NoLimit());
        assertEquals(TOTAL, pay.payment(order).refundedNanos());
    }

    private long left(GrantKind kind) {
        return pay.accounts().grants(acme.id(), PageKey.of(10, "", "")).items().stream()
                .filter(each -> each.grant().kind() == kind)
                .mapToLong(each -> each.remainingNanos())
                .sum();
    }

    private void assertLeft(long boughtNanos, long promotionalNanos) {
        assertEquals(boughtNanos, left(GrantKind.PURCHASED));
        assertEquals(promotionalNanos, left(GrantKind.PROMOTIONAL));
    }

    private boolean isSuspended() {
        return pay.accounts().require(acme.id()).suspended();
    }

    /// Though it would be used first.
    @Test
    void shouldLeavePromotionalCreditThatIsNotUsed() {
        promote(soon());
        refund(false);
        assertLeft(0, GIFT);
        assertEquals(GIFT, pay.balance(acme));
        assertFalse(isSuspended());
    }

    @Test
    void shouldGiveAllTheMoneyBackWhenOnlyPromotionalCreditIsUsed() {
        promote(soon());
        pay.spend(acme, 3 * UNIT);
        assertLeft(AMOUNT, GIFT - 3 * UNIT);
        refund(false);
        assertLeft(0, GIFT - 3 * UNIT);
        assertEquals(GIFT - 3 * UNIT, pay.balance(acme));
        assertFalse(isSuspended());
    }

    /// Bought first, so used first: what is missing of it comes out of the promotional credit.
    @Test
    void shouldTakeWhatIsMissingOutOfPromotionalCredit() {
        promote(Grant.NEVER);
        pay.spend(acme, 4 * UNIT);
        assertLeft(AMOUNT - 4 * UNIT, GIFT);
        refund(false);
        assertLeft(0, GIFT - 4 * UNIT);
        assertEquals(GIFT - 4 * UNIT, pay.balance(acme));
        assertFalse(isSuspended());
    }

    @Test
    void shouldSuspendWhenBothDoNotCoverIt() {
        promote(soon());
        pay.spend(acme, GIFT + 3 * UNIT);
        assertLeft(AMOUNT - 3 * UNIT, 0);
        assertEquals(
                ErrorCode.INSUFFICIENT_CREDIT,
                assertThrows(Fault.class, () -> refund(false)).code());
        assertFalse(isSuspended());
        refund(true);
        assertLeft(0, 0);
        assertEquals(-3 * UNIT, pay.balance(acme));
        assertTrue(isSuspended());
        assertEquals(1, pay.suspensions());
    }

    /// A dispute asks nobody, and takes the same.
    @Test
    void shouldSuspendWhenADisputeTakesMoreThanThereIs() {
        promote(Grant.NEVER);
        pay.spend(acme, 8 * UNIT);
        pay.card.dispute(checkout(pay.card, order), "d", TOTAL, Told.Dispute.Stage.OPEN);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "d", "standing", order));
        assertLeft(0, 0);
        assertEquals(-3 * UNIT, pay.balance(acme));
        assertTrue(isSuspended());
    }
}
