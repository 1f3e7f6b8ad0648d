package io.weighbridge.backend.payments.stripe;

import static io.weighbridge.backend.payments.stripe.StripeKit.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.provider.CardOnFile;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.SavedCards;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Told.CloseReason;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// Cards that Stripe keeps, over HTTP with the stand-in.
final class StripeCardsTest {
    @AutoClose private StripeKit kit;
    private SavedCards cards;
    private CardOnFile card;

    @BeforeEach
    void open() {
        kit = new StripeKit();
        cards = kit.provider.savedCards().orElseThrow();
        String session = kit.provider.open(saving("order-1")).reference();
        assertEquals(Optional.empty(), cards.cardOf(session));
        var _ = kit.stripe.pay(session);
        card = cards.cardOf(session).orElseThrow();
    }

    private OrderToPay saving(String id) {
        return saving(id, 1);
    }

    private OrderToPay saving(String id, int checkout) {
        OrderToPay plain = kit.order(id);
        return new OrderToPay(
                plain.id(),
                checkout,
                plain.totalNanos(),
                plain.currency(),
                plain.title(),
                plain.expiresAtMs(),
                plain.returnTo(),
                true);
    }

    private CardCharge charge(String order) {
        return new CardCharge(
                kit.order(order), card.customer(), card.method(), kit.time.wallMs() - 60_000);
    }

    private String charged(String order) {
        CardAnswer answer = cards.charge(charge(order));
        return assertMade(answer);
    }

    private static String assertMade(CardAnswer answer) {
        assertTrue(answer instanceof CardAnswer.Made, answer::toString);
        return ((CardAnswer.Made) answer).reference();
    }

    private static OrderClaim claim(String order, String payment) {
        return new OrderClaim(order, payment, 21 * UNIT / 2, "USD");
    }

    @Test
    void aSessionSavesTheCardOnlyWhereItsOwnerAgreed() {
        assertEquals("visa 4242 2031-08", card.brand() + " " + card.last4() + " " + card.expiry());
        String plain = kit.opened("order-1");
        var _ = kit.stripe.pay(plain);
        assertEquals(Optional.empty(), cards.cardOf(plain));
        // Of one order too: another question has another key.
        assertEquals(2, kit.stripe.openedSessions());
        // And so has the next checkout, which is the same one asked again.
        String second = kit.provider.open(saving("order-1", 2)).reference();
        assertEquals(second, kit.provider.open(saving("order-1", 2)).reference());
        assertEquals(3, kit.stripe.openedSessions());
    }

    @Test
    void aChargeIsMadeOnceForEachOrderAndToldByEventAndWhenAsked() {
        kit.server.trouble(Trouble.BREAKS_AFTER);
        var _ =
                StripeKit.assertFault(
                        ErrorCode.PROVIDER_UNAVAILABLE, () -> cards.charge(charge("order-2")));
        kit.server.trouble(Trouble.NONE);
        String payment = charged("order-2");
        assertEquals(payment, charged("order-2"));
        assertEquals(1, kit.stripe.cards().charges().size());
        List<Told> arrived =
                List.of(new Told.Arrived(claim("order-2", payment), payment, 21 * UNIT / 2));
        assertEquals(arrived, kit.told("payment_intent.succeeded"));
        var _ = kit.stripe.refund(payment, 100);
        assertEquals(
                List.of(arrived.getFirst(), new Told.Standing(payment, "USD", UNIT, List.of())),
                kit.provider.ask(payment));
        assertNotEquals(payment, charged("order-3"));
    }

    @Test
    void aSessionsOwnPaymentIsNotToldASecondTime() {
        String session = kit.opened("order-4");
        String paid = kit.stripe.pay(session);
        assertEquals(List.of(), kit.told("payment_intent.succeeded"));
        var _ = StripeKit.assertFault(ErrorCode.PROVIDER_REFUSED, () -> kit.provider.ask(paid));
    }

    @Test
    void aDeclineKeepsItsPaymentAndReasonAndIsTheSameAskedAgain() {
        kit.stripe.cards().decline(card.method(), "insufficient_funds");
        CardAnswer declined = cards.charge(charge("order-2"));
        String payment = kit.stripe.cards().charges().getFirst().path("id").asText();
        assertEquals(new CardAnswer.Declined(payment, "insufficient_funds", false), declined);
        kit.stripe.cards().decline(card.method(), "");
        assertEquals(declined, cards.charge(charge("order-2")));
        assertEquals(declined, cards.find(charge("order-2"), payment));
        List<Told> closed =
                List.of(
                        new Told.Closed(
                                claim("order-2", payment),
                                CloseReason.FAILED,
                                "the saved card was declined: insufficient_funds"));
        assertEquals(closed, kit.told("payment_intent.payment_failed"));
        assertEquals(closed, kit.provider.ask(payment));
    }

    @Test
    void whatACardCannotDoBetterAnotherTimeIsFinal() {
        for (String code : List.of("authentication_required", "expired_card", "lost_card")) {
            kit.stripe.cards().decline(card.method(), code);
            CardAnswer answer = cards.charge(charge("order-" + code));
            assertTrue(
                    answer instanceof CardAnswer.Declined declined
                            && declined.isFinal()
                            && declined.code().equals(code),
                    answer::toString);
        }
    }

    @Test
    void aSlowChargeIsOnItsWayUntilItIsDecided() {
        kit.stripe.cards().slow(true);
        String paid = charged("order-2");
        String lost = charged("order-3");
        List<Told> waiting = List.of(new Told.Waiting(claim("order-3", lost)));
        assertEquals(waiting, kit.told("payment_intent.processing"));
        assertEquals(waiting, kit.provider.ask(lost));
        kit.stripe.cards().settle(paid, "");
        kit.stripe.cards().settle(lost, "do_not_honor");
        assertEquals(paid, assertMade(cards.find(charge("order-2"), paid)));
        assertEquals(
                new CardAnswer.Declined(lost, "do_not_honor", false),
                cards.find(charge("order-3"), lost));
    }

    @Test
    void whenItsKeyIsForgottenAChargeIsFoundAmongItsCustomers() {
        String payment = charged("order-2");
        for (int i = 0; i < 120; i++) {
            var _ = charged("other-" + i);
        }
        kit.stripe.cards().forgetKeys();
        assertEquals(payment, assertMade(cards.find(charge("order-2"), "")));
        assertEquals(new CardAnswer.Unknown(), cards.find(charge("order-3"), ""));
        // Also where our clock is far ahead: missed, it would be charged again.
        CardCharge ahead =
                new CardCharge(
                        kit.order("order-2"),
                        card.customer(),
                        card.method(),
                        kit.time.wallMs() + 23 * 3_600_000);
        assertEquals(payment, assertMade(cards.find(ahead, "")));
        assertEquals(121, kit.stripe.cards().charges().size());
    }

    @Test
    void aForgottenCardIsChargedNoMore() {
        cards.forget(card);
        cards.forget(card);
        cards.forget(new CardOnFile("cus_1", "pm_unknown", "visa", "4242", "2031-08"));
        assertEquals(
                new CardAnswer.Declined("", "payment_method_unexpected_state", true),
                cards.charge(charge("order-2")));
        assertEquals(List.of(), kit.stripe.cards().charges());
    }

    @Test
    void anotherChargeUnderTheSameKeyIsNotTakenForARefusal() {
        var _ = charged("order-2");
        CardCharge other =
                new CardCharge(
                        kit.order("order-2", UNIT, "USD", 3_600),
                        card.customer(),
                        card.method(),
                        0);
        var _ = StripeKit.assertFault(ErrorCode.PROVIDER_UNAVAILABLE, () -> cards.charge(other));
    }
}
