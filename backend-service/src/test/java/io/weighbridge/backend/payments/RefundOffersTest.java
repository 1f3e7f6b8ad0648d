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
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.RefundOffer;
import io.weighbridge.backend.payments.store.RefundOfferState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Money that goes back by a page is never spendable too, and its credit comes back at most once.
final class RefundOffersTest {
    private static final long HALF = TOTAL / 2;

    @TempDir Path directory;
    private final NoLimit alone = new NoLimit();
    private final UUID operation = UUID.randomUUID();
    private PaymentsFixture pay;
    private TruthPages pages;
    private Account acme;
    private Order order;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        pages = pay.coin.pages();
        acme = pay.account();
        order = pay.ordered(acme, pay.coin);
        pay.coin.arrive(checkout(pay.coin, order), TOTAL);
        pay.deliver(pay.coin, "e", "pay", order);
    }

    @AfterEach
    void close() {
        long given = pay.number("SELECT coalesce(sum(given_nanos), 0) FROM refund_offer");
        assertEquals(given, pay.payment(order).refundedNanos());
        pay.checkLedger();
        pay.close();
    }

    private Payment refund(UUID id, long amount) {
        RefundAnswer answer =
                pay.payments()
                        .payments()
                        .refund(pay.payment(order).id(), id, amount, false, "she asked", alone);
        return assertInstanceOf(RefundAnswer.Refunded.class, answer).payment();
    }

    private ErrorCode refused(UUID id, long amount) {
        return assertThrows(Fault.class, () -> refund(id, amount)).code();
    }

    private RefundOffer offer() {
        List<RefundOffer> all = pay.payments().payments().offers(pay.payment(order).id());
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    private void stand(boolean isOver, long claimed, long committed, long paid) {
        pages.stand(isOver, claimed, committed, paid);
        pay.time.pass(60 * 60_000);
        pay.payments().poll();
    }

    private long audited(String action) {
        return pay.number("SELECT count(*) FROM audit_entry WHERE action = '" + action + "'");
    }

    @Test
    void shouldTakeTheCreditBackBeforeThereIsAPageToClaimItOn() {
        long[] atMaking = {-1};
        pages.whenMade(() -> atMaking[0] = pay.balance(acme));
        assertEquals(HALF, refund(operation, HALF).refundedNanos());
        assertEquals(AMOUNT / 2, atMaking[0]);
        RefundOffer offer = offer();
        assertEquals(RefundOfferState.OFFERED, offer.state());
        assertEquals("https://coin.example/claim/" + offer.id(), offer.link());
        assertEquals(HALF, pages.made().getFirst().amountNanos());
        assertEquals("USD", pages.made().getFirst().currency());
        assertEquals(checkout(pay.coin, order), pages.made().getFirst().checkout());
        assertEquals(1, audited("payment.refund"));
        assertEquals(1, audited("payment.refund-outcome"));
        assertEquals(
                0,
                pay.number("SELECT count(*) FROM audit_entry WHERE after LIKE '%/claim/%'"),
                "who has the link can claim the money");
        // Asked for again, and by another id for more than is left.
        assertEquals(HALF, refund(operation, HALF).refundedNanos());
        assertEquals(ErrorCode.OPERATION_REUSED, refused(operation, UNIT));
        assertEquals(1, pages.made().size());
        assertEquals(ErrorCode.REFUND_ABOVE_PAYMENT, refused(UUID.randomUUID(), HALF + UNIT / 100));
        assertEquals(TOTAL, refund(UUID.randomUUID(), 0).refundedNanos());
        assertEquals(0, pay.balance(acme));
        assertEquals(2, pages.made().size());
    }

    @Test
    void shouldMakeNoSecondPageWhenTheAnswerWasLost() {
        pages.loseAnswers(true);
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
        assertEquals(RefundOfferState.PLANNED, offer().state());
        assertEquals(AMOUNT / 2, pay.balance(acme));
        pages.loseAnswers(false);
        // The server is still at it: it is not asked for another.
        pages.hide(true);
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
        pages.hide(false);
        assertEquals(HALF, refund(operation, HALF).refundedNanos());
        assertEquals(RefundOfferState.OFFERED, offer().state());
        assertEquals(1, pages.made().size());
        assertEquals(AMOUNT / 2, pay.balance(acme));
    }

    @Test
    void shouldMakeNoSecondPageWhileOneIsBeingMade() {
        pages.whenMade(
                () -> {
                    pages.whenMade(() -> {});
                    assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
                });
        assertEquals(HALF, refund(operation, HALF).refundedNanos());
        assertEquals(1, pages.made().size());
        assertEquals(AMOUNT / 2, pay.balance(acme));
    }

    /// That there was no page may be older than that another asked for one.
    @Test
    void shouldMakeNoSecondPageByAnOldAnswerThatThereIsNone() {
        pages.loseAnswers(true);
        pages.whenMade(
                () -> {
                    throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, "cut off before it");
                });
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
        pages.whenMade(() -> {});
        pay.time.pass(RefundOffers.PAUSE_MS);
        pages.afterNextLook(
                () -> {
                    assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
                    pay.time.pass(RefundOffers.PAUSE_MS);
                });
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
        assertEquals(1, pages.made().size());
    }

    @Test
    void shouldGoOnByItselfWithARefundThatDidNotArrive() {
        pages.whenMade(
                () -> {
                    throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, "cut off before it");
                });
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
        pages.whenMade(() -> {});
        pay.time.pass(RefundOffers.FIRST_MS);
        pay.payments().poll();
        assertEquals(0, pages.made().size(), "it may still be made");
        pay.time.pass(RefundOffers.PAUSE_MS);
        pay.payments().poll();
        assertEquals(1, pages.made().size());
        assertEquals(RefundOfferState.OFFERED, offer().state());
        assertEquals(HALF, refund(operation, HALF).refundedNanos());
        assertEquals(1, pages.made().size());
    }

    @Test
    void shouldMoveNothingWhileTheProviderIsAway() {
        pay.coin.goAway(true);
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, HALF));
        assertEquals(0, pay.number("SELECT count(*) FROM refund_offer"));
        assertEquals(AMOUNT, pay.balance(acme));
        pay.coin.goAway(false);
        assertEquals(HALF, refund(operation, HALF).refundedNanos());
    }

    @Test
    void shouldGiveTheCreditAgainWhenTheProviderMakesNoPage() {
        pages.refuse(true);
        assertEquals(ErrorCode.PROVIDER_REFUSED, refused(operation, HALF));
        assertEquals(RefundOfferState.REFUSED, offer().state());
        assertEquals(AMOUNT, pay.balance(acme));
        assertTrue(alone.counts.isEmpty());
        pages.refuse(false);
        assertEquals(ErrorCode.PROVIDER_REFUSED, refused(operation, HALF), "once for ever");
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(0, pages.made().size());
    }

    @Test
    void shouldNotOfferMoneyThatHasGoneMeanwhile() {
        pages.loseAnswers(true);
        pages.hide(true);
        assertEquals(ErrorCode.PROVIDER_UNAVAILABLE, refused(operation, TOTAL));
        pay.coin.arrive(checkout(pay.coin, order), HALF);
        pay.deliver(pay.coin, "undone", "pay", order);
        pay.time.pass(RefundOffers.PAUSE_MS);
        pay.payments().poll();
        assertEquals(RefundOfferState.REFUSED, offer().state());
        assertEquals(1, pages.made().size());
        assertEquals(AMOUNT / 2, pay.balance(acme));
    }

    @Test
    void shouldKeepTheMoneyOfCreditThatIsUsed() {
        pay.spend(acme, AMOUNT);
        assertEquals(ErrorCode.INSUFFICIENT_CREDIT, refused(operation, HALF));
        assertEquals(0, pages.made().size());
        assertEquals(0, pay.number("SELECT count(*) FROM refund_offer"));
    }

    @Test
    void shouldSayHowFarItIsAndEndWithItsPayout() {
        refund(operation, HALF);
        stand(false, HALF, 0, 0);
        assertEquals(RefundOfferState.CLAIMED, offer().state());
        stand(false, HALF, HALF, 0);
        assertEquals(RefundOfferState.PAYING, offer().state());
        stand(false, HALF, HALF, HALF);
        assertEquals(RefundOfferState.PAID, offer().state());
        assertEquals(4, audited("payment.refund-outcome"));
        int before = pay.coin.asked();
        stand(true, 0, 0, 0);
        assertEquals(RefundOfferState.PAID, offer().state());
        assertEquals(AMOUNT / 2, pay.balance(acme));
        assertEquals(before + 1, pay.coin.asked(), "of the checkout alone");
    }

    private Delivery toldOf(String event, String page) {
        Taken taken =
                pay.payments()
                        .deliveries()
                        .take(
                                pay.coin.name(),
                                TruthProvider.webhook(event, "page", page, pay.time.wallMs()));
        assertEquals(Taken.STORED, taken);
        return pay.payments().deliveries().list(null, 0, PageKey.of(100, "", "")).items().stream()
                .filter(each -> each.eventId().equals(event))
                .findFirst()
                .orElseThrow();
    }

    /// A webhook only says that it is worth asking: what it says of itself moves nothing.
    @Test
    void shouldAskAtOnceHowAPageStandsThatAWebhookTellsOf() {
        refund(operation, HALF);
        String page = "page-" + offer().id();
        assertEquals(DeliveryState.HANDLED, toldOf("p1", page).state());
        assertEquals(RefundOfferState.OFFERED, offer().state());
        pages.stand(false, HALF, HALF, 0);
        Delivery approved = toldOf("p2", page);
        assertEquals(RefundOfferState.PAYING, offer().state());
        assertEquals(order.id(), approved.orderId());
        assertEquals(
                DeliveryState.HANDLED, pay.payments().deliveries().redrive(approved.id()).state());
        assertEquals(DeliveryState.OF_NO_INTEREST, toldOf("p3", "page-of-others").state());
        pages.stand(false, HALF, HALF, HALF);
        pay.coin.goAway(true);
        assertEquals(DeliveryState.STORED, toldOf("p4", page).state());
        pay.coin.goAway(false);
        pay.time.pass(60_000);
        pay.payments().drain();
        assertEquals(RefundOfferState.PAID, offer().state());
        assertEquals(DeliveryState.HANDLED, toldOf("p4", page).state());
        assertEquals(AMOUNT / 2, pay.balance(acme));
    }

    @Test
    void shouldGiveTheCreditAgainOnceWhenThePageIsOver() {
        refund(operation, HALF);
        stand(false, HALF, 0, 0);
        stand(true, 0, 0, 0);
        assertEquals(RefundOfferState.CANCELLED, offer().state());
        assertEquals(AMOUNT, pay.balance(acme));
        stand(true, 0, 0, 0);
        assertEquals(AMOUNT, pay.balance(acme));
        refund(operation, HALF);
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(3, pay.payment(order).steps());
        assertEquals(HALF, refund(UUID.randomUUID(), HALF).refundedNanos());
        assertEquals(2, pages.made().size());
    }

    /// A customer can claim in parts.
    @Test
    void shouldGiveAgainOnlyWhatWasNotClaimedOfAPageThatIsOver() {
        refund(operation, HALF);
        stand(false, HALF / 2, 0, 0);
        stand(true, HALF / 2, 0, 0);
        assertEquals(RefundOfferState.CLAIMED, offer().state());
        assertEquals(HALF / 2, offer().givenNanos());
        assertEquals(AMOUNT * 3 / 4, pay.balance(acme));
        stand(true, HALF / 2, HALF / 2, HALF / 2);
        assertEquals(RefundOfferState.CANCELLED, offer().state());
        assertEquals(HALF / 2, offer().givenNanos());
        assertEquals(AMOUNT * 3 / 4, pay.balance(acme));
    }

    @Test
    void shouldNeverGiveTheCreditAgainOfWhatWasApprovedOnce() {
        refund(operation, HALF);
        stand(false, HALF, HALF, 0);
        stand(true, 0, 0, 0);
        assertEquals(RefundOfferState.CANCELLED, offer().state());
        assertEquals(HALF, offer().givenNanos());
        assertTrue(offer().why().contains("after it was approved"), offer().why());
        assertEquals(AMOUNT / 2, pay.balance(acme));
    }

    @Test
    void shouldWaitForASecondPersonAboveTheLimit() {
        TwoPersons two = new TwoPersons(pay);
        RefundAnswer waits = two.ask(pay.payment(order), operation);
        assertEquals(0, pages.made().size());
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals("APPROVAL_STATE_DONE", two.approve(waits));
        assertEquals(TOTAL, pages.made().getFirst().amountNanos());
        assertEquals(RefundOfferState.OFFERED, offer().state());
        assertEquals(0, pay.balance(acme));
    }

    @Test
    void shouldFailAnApprovedRefundOfWhichThereIsNoPage() {
        pages.refuse(true);
        TwoPersons two = new TwoPersons(pay);
        assertEquals("APPROVAL_STATE_FAILED", two.approve(two.ask(pay.payment(order), operation)));
        assertEquals(AMOUNT, pay.balance(acme));
    }
}
