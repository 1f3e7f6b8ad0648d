package io.weighbridge.backend.payments.stripe;

import static io.weighbridge.backend.payments.stripe.StripeKit.UNIT;
import static io.weighbridge.backend.payments.stripe.StripeKit.assertFault;
import static io.weighbridge.backend.payments.stripe.StripeKit.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Told.CloseReason;
import io.weighbridge.backend.payments.provider.Told.Dispute;
import io.weighbridge.backend.payments.provider.Told.Dispute.Stage;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/// Orders become sessions, and what becomes of these is told as it stands.
final class StripeProviderTest {
    @AutoClose private final StripeKit kit = new StripeKit();

    private static Told standing(String payment, long refundedCents, Dispute... disputes) {
        return new Told.Standing(payment, "USD", refundedCents * UNIT / 100, List.of(disputes));
    }

    @Test
    void isForCards() {
        assertEquals("stripe", kit.provider.name());
        assertEquals(PaymentMethod.CARD, kit.provider.method());
    }

    @Test
    void anOrderBecomesASessionForJustItsTotal() {
        OrderToPay order = kit.order("order-1");
        Checkout checkout = kit.provider.open(order);
        var session = kit.stripe.session(checkout.reference());
        assertEquals(1_050, session.path("amount_total").asLong());
        assertEquals("usd", session.path("currency").asText());
        assertEquals("order-1", session.path("client_reference_id").asText());
        assertEquals("order-1", session.path("metadata").path("weighbridge_order").asText());
        assertEquals(order.returnTo().toString(), session.path("success_url").asText());
        assertEquals(order.returnTo().toString(), session.path("cancel_url").asText());
        assertEquals(session.path("url").asText(), checkout.page().toString());
        assertEquals(order.expiresAtMs(), checkout.expiresAtMs());
    }

    /// Also when the answer was lost, as in a crash.
    @Test
    void askedAgainItIsTheSameSession() {
        OrderToPay order = kit.order("order-1");
        kit.server.trouble(Trouble.BREAKS_AFTER);
        assertFault(ErrorCode.PROVIDER_UNAVAILABLE, () -> kit.provider.open(order));
        kit.server.trouble(Trouble.NONE);
        Checkout first = kit.provider.open(order);
        kit.time.pass(60_000);
        assertEquals(first, kit.provider.open(order));
        assertEquals(1, kit.stripe.openedSessions());
        assertNotEquals(first, kit.provider.open(kit.order("order-2")));
    }

    @Test
    void theSameOrderWithAnotherTotalIsRefused() {
        kit.opened("order-1");
        assertFault(
                ErrorCode.PROVIDER_REFUSED,
                () -> kit.provider.open(kit.order("order-1", 9 * UNIT, "USD", 3_600)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 600, 1_799, 1_800, 1_921, 86_279, 86_281, 86_400, 300_000})
    void anOrderMayHaveLessOrMoreTimeLeftThanStripeTakes(long leftSeconds) {
        OrderToPay order = kit.order("order-1", UNIT, "USD", leftSeconds);
        Checkout checkout = kit.provider.open(order);
        long endsInS = (checkout.expiresAtMs() - kit.time.wallMs()) / 1_000;
        assertTrue(endsInS >= 1_800 && endsInS <= 86_400, () -> "in " + endsInS + " s");
        assertEquals(checkout, kit.provider.open(order));
        assertEquals(1, kit.stripe.openedSessions());
    }

    @Test
    void anOrderThatIsOverOrInNoCurrencyOfStripesIsNotOpened() {
        assertFault(
                ErrorCode.PROVIDER_REFUSED,
                () -> kit.provider.open(kit.order("order-1", UNIT, "USD", 0)));
        assertFault(
                ErrorCode.INVALID_FIELD,
                () -> kit.provider.open(kit.order("order-1", 1_000 * UNIT, "UGX", 3_600)));
        assertFault(
                ErrorCode.PROVIDER_REFUSED,
                () -> kit.provider.open(kit.order("order-1", 1_000_000 * UNIT, "USD", 3_600)));
        assertEquals(0, kit.stripe.openedSessions());
    }

    @Test
    void aCardPaysAtOnce() {
        String session = kit.opened("order-1");
        assertEquals(List.of(), kit.provider.ask(session));
        String payment = kit.stripe.pay(session);
        Told paid = new Told.Arrived(claim("order-1", session), payment, 21 * UNIT / 2);
        assertEquals(List.of(paid), kit.told("checkout.session.completed"));
        assertEquals(List.of(), kit.told("payment_intent.succeeded"));
        assertEquals(List.of(paid, standing(payment, 0)), kit.provider.ask(session));
    }

    @Test
    void aSlowMethodIsWaitedFor() {
        String session = kit.opened("order-1");
        String payment = kit.stripe.payLater(session);
        Told waits = new Told.Waiting(claim("order-1", session));
        assertEquals(List.of(waits), kit.told("checkout.session.completed"));
        assertEquals(List.of(waits), kit.provider.ask(session));
        kit.stripe.settle(session, true);
        Told paid = new Told.Arrived(claim("order-1", session), payment, 21 * UNIT / 2);
        assertEquals(List.of(paid), kit.told("checkout.session.async_payment_succeeded"));
        // The older event, late: its own words, which say less.
        assertEquals(List.of(waits), kit.told("checkout.session.completed"));
        assertEquals(List.of(paid, standing(payment, 0)), kit.provider.ask(session));
    }

    @Test
    void whatFailsOrExpiresIsClosed() {
        String slow = kit.opened("order-1");
        kit.stripe.payLater(slow);
        kit.stripe.settle(slow, false);
        Told failed =
                new Told.Closed(claim("order-1", slow), CloseReason.FAILED, "the payment failed");
        assertEquals(List.of(failed), kit.told("checkout.session.async_payment_failed"));
        assertEquals(List.of(failed), kit.provider.ask(slow));
        String left = kit.opened("order-2");
        kit.stripe.expire(left);
        Told expired =
                new Told.Closed(claim("order-2", left), CloseReason.EXPIRED, "nobody paid in time");
        assertEquals(List.of(expired), kit.told("checkout.session.expired"));
        assertEquals(List.of(expired), kit.provider.ask(left));
    }

    /// Whichever of the events comes, and however late: how it stands now.
    @Test
    void refundsAreTheirSumNow() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        kit.provider.refund(kit.refund("refund-1", payment, 2 * UNIT));
        var first = kit.event("charge.refunded");
        assertEquals(List.of(standing(payment, 200)), kit.provider.read(first.bytes()));
        String second = kit.stripe.refund(payment, 300);
        assertEquals(List.of(standing(payment, 500)), kit.provider.read(first.bytes()));
        assertEquals(List.of(standing(payment, 500)), kit.told("refund.created"));
        kit.stripe.failRefund(second);
        assertEquals(List.of(standing(payment, 200)), kit.told("refund.failed"));
        assertEquals(List.of(standing(payment, 200)), kit.told("charge.refunded"));
    }

    @Test
    void moreRefundsThanAPageAreAllCounted() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        for (int i = 0; i < 230; i++) {
            kit.stripe.refund(payment, 2);
        }
        assertEquals(List.of(standing(payment, 460)), kit.told("charge.refunded"));
    }

    @Test
    void aRefundIsMadeOnce() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        var refund = kit.refund("refund-1", payment, 2 * UNIT);
        kit.server.trouble(Trouble.BREAKS_AFTER_CHANGES);
        assertFault(ErrorCode.PROVIDER_UNAVAILABLE, () -> kit.provider.refund(refund));
        kit.server.trouble(Trouble.NONE);
        kit.provider.refund(refund);
        kit.provider.refund(refund);
        assertEquals(List.of(standing(payment, 200)), kit.told("charge.refunded"));
        assertFault(
                ErrorCode.PROVIDER_REFUSED,
                () -> kit.provider.refund(kit.refund("refund-1", payment, UNIT)));
        assertFault(
                ErrorCode.PROVIDER_REFUSED,
                () -> kit.provider.refund(kit.refund("refund-2", payment, 9 * UNIT)));
        assertFault(
                ErrorCode.PROVIDER_REFUSED,
                () -> kit.provider.refund(kit.refund("refund-3", "pi_nobodys", UNIT)));
    }

    @Test
    void aRefundIsMadeOnceAlsoWhenItsKeyIsForgotten() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        var refund = kit.refund("refund-1", payment, 2 * UNIT);
        RefundToMake forbidden =
                new RefundToMake(
                        refund.id(),
                        payment,
                        2 * UNIT,
                        "USD",
                        "",
                        () -> {
                            throw Fault.of(ErrorCode.INSUFFICIENT_CREDIT, "no");
                        });
        assertFault(ErrorCode.INSUFFICIENT_CREDIT, () -> kit.provider.refund(forbidden));
        kit.provider.refund(refund);
        // What was made is not looked at again.
        kit.provider.refund(forbidden);
        kit.time.pass(Duration.ofDays(2).toMillis());
        kit.provider.refund(refund);
        assertEquals(List.of(standing(payment, 200)), kit.told("charge.refunded"));
    }

    @Test
    void aDisputeIsOpenThenLostOrWon() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        String one = kit.stripe.dispute(payment, 1_050, "needs_response");
        Told open = standing(payment, 0, new Dispute(one, 21 * UNIT / 2, Stage.OPEN, "fraudulent"));
        assertEquals(List.of(open), kit.told("charge.dispute.created"));
        kit.stripe.moveDispute(one, "under_review");
        assertEquals(List.of(open), kit.told("charge.dispute.updated"));
        kit.stripe.moveDispute(one, "won");
        Told won = standing(payment, 0, new Dispute(one, 21 * UNIT / 2, Stage.WON, "fraudulent"));
        assertEquals(List.of(won), kit.told("charge.dispute.closed"));
        assertEquals(List.of(won), kit.told("charge.dispute.created"));
        kit.stripe.moveDispute(one, "lost");
        Told lost = standing(payment, 0, new Dispute(one, 21 * UNIT / 2, Stage.LOST, "fraudulent"));
        assertEquals(List.of(lost), kit.told("charge.dispute.closed"));
    }

    /// A bank asks; no money has gone yet.
    @Test
    void anInquiryTakesNothingUntilItIsADispute() {
        String payment = kit.stripe.pay(kit.opened("order-1"));
        String one = kit.stripe.dispute(payment, 1_050, "warning_needs_response");
        Told asked = standing(payment, 0, new Dispute(one, 0, Stage.OPEN, "fraudulent"));
        assertEquals(List.of(asked), kit.told("charge.dispute.created"));
        kit.stripe.moveDispute(one, "needs_response");
        Told open = standing(payment, 0, new Dispute(one, 21 * UNIT / 2, Stage.OPEN, "fraudulent"));
        assertEquals(List.of(open), kit.told("charge.dispute.updated"));
        kit.stripe.moveDispute(one, "warning_closed");
        Told over = standing(payment, 0, new Dispute(one, 0, Stage.WON, "fraudulent"));
        assertEquals(List.of(over), kit.told("charge.dispute.closed"));
    }

    @Test
    void whatStripeDoesNotKnowIsRefused() {
        assertFault(ErrorCode.PROVIDER_REFUSED, () -> kit.provider.ask("cs_test_nobodys"));
        assertFault(
                ErrorCode.PROVIDER_REFUSED,
                () -> kit.provider.ask("../payment_intents/pi_1?expand[]=customer"));
    }
}
