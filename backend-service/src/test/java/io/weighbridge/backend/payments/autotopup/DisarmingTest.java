package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.AMOUNT;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.ARMED;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.MINUTE_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.TOTAL;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Which cards may be charged at all, and what ends it.
final class DisarmingTest {
    @TempDir Path directory;
    private TopUpFixture pay;

    @BeforeEach
    void open() {
        pay = new TopUpFixture(directory);
    }

    @AfterEach
    void close() {
        pay.checkLedger();
        pay.close();
    }

    private static void assertFault(ErrorCode code, Executable work) {
        assertEquals(code, assertThrows(Fault.class, work).code());
    }

    @Test
    void aRefundEndsItUntilSomebodyArmsItAgain() {
        long acme = pay.lowAccount();
        pay.round();
        String payment = pay.charge();
        pay.tell();
        var _ = pay.stripe.refund(payment, 106);
        pay.tell();
        AutoTopUp ended = pay.state(acme);
        assertEquals(AutoTopUpState.DISARMED, ended.state());
        assertTrue(ended.reason().endsWith("was given back"), ended::reason);
        assertEquals(List.of(ended.reason()), pay.endingsTold());
        // It has ended already.
        var _ = pay.stripe.refund(payment, 106);
        pay.tell();
        assertEquals(1, pay.endingsTold().size());
        pay.spend(acme, 10 * UNIT);
        pay.round();
        assertEquals(1, pay.charges().size());
        var _ = pay.topUps().set(acme, ARMED);
        // What was told before and is told again ends nothing.
        pay.time.pass(MINUTE_MS + 1);
        pay.payments().poll();
        assertEquals(AutoTopUpState.ARMED, pay.state(acme).state());
        pay.round();
        assertEquals(2, pay.charges().size());
        assertEquals(2, pay.assembly().outcomes().of(AttemptOutcome.PAID));
    }

    @Test
    void aDisputeOfAnyCardPaymentEndsItAndAnInquiryDoesNot() {
        long acme = pay.lowAccount();
        pay.round();
        String payment = pay.charge();
        pay.tell();
        String dispute = pay.stripe.dispute(payment, 1_060, "warning_needs_response");
        pay.tell();
        assertEquals(AutoTopUpState.ARMED, pay.state(acme).state());
        pay.stripe.moveDispute(dispute, "needs_response");
        pay.tell();
        assertEquals(AutoTopUpState.DISARMED, pay.state(acme).state());
        assertTrue(pay.state(acme).reason().endsWith("was disputed"));
        assertEquals(List.of(pay.state(acme).reason()), pay.endingsTold());
        assertEquals(
                1,
                pay.number(
                        "SELECT count(*) FROM audit_entry WHERE action = 'auto-topup.disarm'"
                                + " AND actor_name = 'payments/stripe'"));
    }

    @Test
    void aRefundOrDisputeLearntTogetherWithTheMoneyEndsIt() {
        long refunded = pay.lowAccount();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        var _ = pay.stripe.refund(pay.charge(), 1_060);
        assertDisarmedByLooking(refunded, "was given back");
        long disputed = pay.lowAccount();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        String payment = pay.charges().getFirst().path("id").asText();
        var _ = pay.stripe.dispute(payment, 1_060, "needs_response");
        assertDisarmedByLooking(disputed, "was disputed");
    }

    // No webhook came: the charge, and what became of it, are learnt at once.
    private void assertDisarmedByLooking(long account, String reason) {
        pay.events.clear();
        pay.server.trouble(Trouble.NONE);
        int charges = pay.charges().size();
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(4 * UNIT, pay.balance(account));
        assertTrue(pay.state(account).reason().endsWith(reason), pay.state(account)::toString);
        assertEquals(AutoTopUpState.DISARMED, pay.state(account).state());
        assertEquals(charges, pay.charges().size());
    }

    @Test
    void onceItEndedALostQuestionIsNotAskedAgain() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        String first =
                pay.texts("SELECT reference FROM payment WHERE account_id = " + acme).getFirst();
        var _ = pay.stripe.refund(first, 100);
        pay.tell();
        assertEquals(AutoTopUpState.DISARMED, pay.state(acme).state());
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(List.of(), pay.charges());
        assertEquals(AttemptOutcome.NOT_CHARGED, pay.attempt(acme).outcome());
    }

    @Test
    void whatWasChargedBeforeItEndedIsCredited() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        KeptCard card = pay.topUps().cards(acme).getFirst();
        var _ = pay.topUps().remove(card.id());
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(AttemptOutcome.PAID, pay.attempt(acme).outcome());
    }

    @Test
    void aRemovedCardIsNotAskedForWhileAnotherIs() {
        long acme = pay.lowAccount();
        pay.payWithCard(acme, true);
        pay.round();
        pay.spend(acme, AMOUNT);
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        var _ = pay.topUps().remove(pay.topUps().cards(acme).getFirst().id());
        var _ = pay.topUps().set(acme, ARMED);
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(
                List.of(AttemptOutcome.PAID, AttemptOutcome.NOT_CHARGED),
                pay.attempts(acme).stream().map(Attempt::outcome).toList());
        String charged = pay.charges().getFirst().path("payment_method").asText();
        assertEquals(1, pay.charges().size());
        assertEquals(pay.topUps().cards(acme).getFirst().card().method(), charged);
    }

    @Test
    void theCardThatIsChargedIsForgottenThereAndEndsIt() {
        long acme = pay.lowAccount();
        pay.payWithCard(acme, true);
        pay.spend(acme, AMOUNT);
        pay.time.pass(MINUTE_MS);
        // Both are below the threshold, and another card was saved since.
        pay.round();
        List<KeptCard> both = pay.topUps().cards(acme);
        assertEquals(2, both.size());
        var _ = pay.topUps().remove(both.getLast().id());
        assertEquals(AutoTopUpState.ARMED, pay.state(acme).state());
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        pay.round();
        assertEquals(1, pay.number("SELECT count(*) FROM saved_card WHERE forgotten_at_ms > 0"));
        var _ = pay.topUps().remove(both.getFirst().id());
        assertEquals("the saved card was removed", pay.state(acme).reason());
        assertEquals(List.of("the saved card was removed"), pay.endingsTold());
        assertFault(ErrorCode.CARD_UNKNOWN, () -> pay.topUps().remove(both.getFirst().id()));
        assertFault(ErrorCode.AUTO_TOPUP_REFUSED, () -> pay.topUps().set(acme, ARMED));
    }

    @Test
    void cardsOfAProviderThatIsGoneKeepNoOtherFromBeingForgotten() {
        long acme = pay.accountWithCard();
        String numbers =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) ";
        pay.sql(
                """
                INSERT INTO topup_order (id, account_id, amount_nanos, fee_nanos, currency, note,
                    state, why, created_at_ms, expires_at_ms, changed_at_ms)
                %s SELECT i, %d, 1, 0, 'USD', '', 3, '', 1, 1, 1 FROM n
                """
                        .formatted(numbers, acme));
        pay.sql(
                """
                INSERT INTO card_consent (order_id, account_id, provider, consented_at_ms, state,
                    asked, next_ask_ms)
                %s SELECT i, %d, 'gone', 1, 2, 0, 0 FROM n
                """
                        .formatted(numbers, acme));
        pay.sql(
                """
                INSERT INTO saved_card (id, account_id, provider, customer, method, brand, last4,
                    expiry, order_id, saved_at_ms, removed_at_ms, forgotten_at_ms)
                %s SELECT i, %d, 'gone', 'c', 'm', 'visa', '4242', '2031-08', i, 1, 1, 0 FROM n
                """
                        .formatted(numbers, acme));
        var _ = pay.topUps().remove(pay.topUps().cards(acme).getFirst().id());
        pay.round();
        assertEquals(1, pay.number("SELECT count(*) FROM saved_card WHERE forgotten_at_ms > 0"));
    }

    @Test
    void aCardThatWasSavedTwiceIsNotChargedWhenItIsRemoved() {
        long acme = pay.accountWithCard();
        pay.payWithCard(acme, true);
        pay.round();
        var _ = pay.topUps().set(acme, ARMED);
        pay.spend(acme, 16 * UNIT);
        var _ = pay.topUps().remove(pay.topUps().cards(acme).getFirst().id());
        pay.round();
        assertEquals(AutoTopUpState.DISARMED, pay.state(acme).state());
        assertEquals(List.of(), pay.charges());
    }

    @Test
    void aCardThatItsProviderForgotEndsIt() {
        long acme = pay.lowAccount();
        KeptCard card = pay.topUps().cards(acme).getFirst();
        pay.payments()
                .cardOrders()
                .providers()
                .getFirst()
                .savedCards()
                .orElseThrow()
                .forget(card.card());
        pay.round();
        assertEquals(List.of(), pay.charges());
        assertEquals(AutoTopUpState.DISARMED, pay.state(acme).state());
        assertEquals(1, pay.failuresTold().size());
    }

    @Test
    void aCardIsSavedOnlyWhereItsOwnerAgreedAndPaid() {
        long acme = pay.accounts().create("Acme", 0).id();
        pay.payWithCard(acme, false);
        pay.round();
        assertEquals(List.of(), pay.topUps().cards(acme));
        // Asked again without it after the answer was lost, nothing was agreed to.
        long order = pay.orders().make(acme, AMOUNT, "").id();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        assertFault(
                ErrorCode.PROVIDER_UNAVAILABLE, () -> pay.orders().choose(order, "stripe", true));
        pay.server.trouble(Trouble.NONE);
        var _ = pay.stripe.pay(pay.orders().choose(order, "stripe", false).reference());
        pay.tell();
        pay.round();
        assertEquals(List.of(), pay.topUps().cards(acme));
        assertEquals(0, pay.number("SELECT count(*) FROM card_consent"));
        // What was agreed to stays, asked again.
        long agreed = pay.orders().make(acme, AMOUNT, "").id();
        String session = pay.orders().choose(agreed, "stripe", true).reference();
        assertEquals(session, pay.orders().choose(agreed, "stripe", true).reference());
        pay.round();
        assertEquals(List.of(), pay.topUps().cards(acme));
        var _ = pay.stripe.pay(session);
        pay.tell();
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        pay.round();
        assertEquals(List.of(), pay.topUps().cards(acme));
        pay.time.pass(MINUTE_MS);
        pay.round();
        KeptCard card = pay.topUps().cards(acme).getFirst();
        assertEquals("4242", card.card().last4());
        assertEquals(agreed, card.orderId());
        assertEquals(1, pay.number("SELECT count(*) FROM audit_entry WHERE action = 'card.save'"));
    }

    @Test
    void whoPaysCanTakeBackWhatAnotherWithTheLinkAgreedTo() {
        long acme = pay.accounts().create("Acme", 0).id();
        long order = pay.orders().make(acme, AMOUNT, "").id();
        String session = pay.orders().choose(order, "stripe", true).reference();
        assertEquals(session, pay.orders().choose(order, "stripe", false).reference());
        assertEquals(0, pay.number("SELECT count(*) FROM card_consent"));
        // A page that does not say so cannot be agreed to any more.
        assertEquals(session, pay.orders().choose(order, "stripe", true).reference());
        var _ = pay.stripe.pay(session);
        pay.tell();
        pay.round();
        assertEquals(AMOUNT, pay.balance(acme));
        assertEquals(List.of(), pay.topUps().cards(acme));
    }

    @Test
    void whatIsSetMustAllowACharge() {
        long acme = pay.accountWithCard();
        for (AutoTopUps.Wish wrong :
                List.of(
                        new AutoTopUps.Wish(true, -1, AMOUNT, TOTAL, TOTAL),
                        new AutoTopUps.Wish(true, UNIT, 1, TOTAL, TOTAL),
                        new AutoTopUps.Wish(true, UNIT, AMOUNT, TOTAL - 1, TOTAL),
                        new AutoTopUps.Wish(true, UNIT, AMOUNT, TOTAL + 1, TOTAL),
                        new AutoTopUps.Wish(
                                true, UNIT, 2_000 * UNIT, 3_000 * UNIT, 3_000 * UNIT))) {
            assertFault(ErrorCode.INVALID_FIELD, () -> pay.topUps().set(acme, wrong));
        }
        assertFault(ErrorCode.ACCOUNT_UNKNOWN, () -> pay.topUps().set(1, ARMED));
        assertEquals(AutoTopUp.none(acme), pay.state(acme));
        AutoTopUp armed = pay.topUps().set(acme, ARMED);
        assertEquals(armed, pay.topUps().set(acme, ARMED));
        assertEquals(
                1, pay.number("SELECT count(*) FROM audit_entry WHERE action = 'auto-topup.set'"));
    }

    @Test
    void whatChangedSinceItWasSeenIsNotOverwritten() {
        long acme = pay.accountWithCard();
        OptionalLong never = OptionalLong.of(0);
        AutoTopUp armed = pay.topUps().set(acme, ARMED, never);
        AutoTopUps.Wish off = new AutoTopUps.Wish(false, UNIT, AMOUNT, TOTAL, TOTAL);
        assertFault(ErrorCode.VERSION_CONFLICT, () -> pay.topUps().set(acme, off, never));
        assertEquals(armed, pay.state(acme));
        // The same again changes nothing, whatever was seen: its answer may have been lost.
        assertEquals(armed, pay.topUps().set(acme, ARMED, never));
        AutoTopUp now = pay.topUps().set(acme, off, OptionalLong.of(armed.version()));
        assertEquals(AutoTopUpState.OFF, now.state());
    }
}
