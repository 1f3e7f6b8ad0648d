package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.AMOUNT;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.ARMED;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.HOUR_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.MINUTE_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.TOTAL;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// When a saved card is charged, and that each charge is one and its credit one.
final class TopUpTest {
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

    private OrderState orderOf(Attempt attempt) {
        return pay.orders().require(attempt.orderId()).state();
    }

    @Test
    void whoRunsLowIsToppedUpOnce() {
        long acme = pay.accountWithCard();
        var _ = pay.topUps().set(acme, ARMED);
        pay.spend(acme, 5 * UNIT);
        pay.round();
        assertEquals(List.of(), pay.charges()); // At the threshold is not below it.
        pay.spend(acme, 1);
        pay.round();
        pay.round();
        String payment = pay.charge();
        assertEquals(AMOUNT + 5 * UNIT - 1, pay.balance(acme));
        Attempt attempt = pay.attempt(acme);
        assertEquals(AttemptOutcome.PAID, attempt.outcome());
        assertEquals(OrderState.PAID, orderOf(attempt));
        // Told afterwards, it is known.
        pay.tell();
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(AMOUNT + 5 * UNIT - 1, pay.balance(acme));
        // It is asked about like any other, so that a lost webhook hides no refund.
        var _ = pay.stripe.refund(payment, 1_060);
        pay.payments().poll();
        assertEquals(5 * UNIT - 1, pay.balance(acme));
    }

    @Test
    void aLostAnswerIsAskedForAgainAndIsOneCharge() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        String payment = pay.charge();
        assertEquals(4 * UNIT, pay.balance(acme));
        pay.round();
        // Polling opens no second way to pay meanwhile.
        int sessions = pay.stripe.openedSessions();
        pay.time.pass(MINUTE_MS + 1);
        pay.payments().poll();
        assertEquals(sessions, pay.stripe.openedSessions());
        pay.round();
        assertEquals(payment, pay.charge());
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(AttemptOutcome.PAID, pay.attempt(acme).outcome());
    }

    @Test
    void aWebhookMayBeBeforeTheAnswer() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        pay.tell();
        assertEquals(14 * UNIT, pay.balance(acme));
        pay.spend(acme, 10 * UNIT);
        pay.round();
        assertEquals(1, pay.charges().size()); // The first one is not over yet.
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(AttemptOutcome.PAID, pay.attempts(acme).getLast().outcome());
        assertEquals(2, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(
                List.of(
                        pay.charges().get(0).path("id").asText(),
                        pay.charges().get(1).path("id").asText()),
                pay.texts(
                        "SELECT reference FROM payment_checkout WHERE kind = 3 AND next_ask_ms > 0"
                                + " ORDER BY opened_at_ms DESC"));
    }

    @Test
    void theNextOneIsNotBegunBeforeTheCreditIsThere() {
        long acme = pay.lowAccount();
        // Begun, asked, known, decided; and the ledger is not told any more.
        pay.faults.breakWrite(3, true);
        pay.round();
        pay.faults.heal();
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(4 * UNIT, pay.balance(acme));
        assertEquals(AttemptOutcome.OPEN, pay.attempt(acme).outcome());
        pay.payments().drain();
        pay.time.pass(2 * MINUTE_MS);
        pay.round();
        assertEquals(AttemptOutcome.PAID, pay.attempt(acme).outcome());
        assertEquals(1, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
    }

    @Test
    void manyRoundsAtATimeChargeOnce() throws InterruptedException {
        long acme = pay.lowAccount();
        List<Thread> rounds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rounds.add(Thread.ofVirtual().start(pay::round));
        }
        for (Thread each : rounds) {
            each.join();
        }
        assertEquals(1, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(1, pay.attempts(acme).size());
    }

    @Test
    void afterDeclinesItWaitsEverLongerAndThenEnds() {
        long acme = pay.lowAccount();
        pay.decline(acme, "insufficient_funds");
        List<Long> waits = List.of(HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS);
        for (int i = 0; i < waits.size(); i++) {
            pay.round();
            assertEquals(i + 1, pay.charges().size());
            assertEquals(i + 1, pay.state(acme).failures());
            assertEquals("insufficient_funds", pay.attempt(acme).code());
            assertEquals(OrderState.FAILED, orderOf(pay.attempt(acme)));
            pay.time.pass(waits.get(i) - 1);
            pay.round();
            assertEquals(i + 1, pay.charges().size());
            pay.time.pass(1);
        }
        assertEquals(AutoTopUpState.ARMED, pay.state(acme).state());
        pay.round();
        assertEquals(AutoTopUpState.DISARMED, pay.state(acme).state());
        assertTrue(pay.state(acme).reason().contains("insufficient_funds"));
        pay.tell();
        assertEquals(4, pay.failuresTold().size());
        assertTrue(pay.failuresTold().getLast().endsWith("automatic top-ups have ended"));
        pay.time.pass(48 * HOUR_MS);
        pay.decline(acme, "");
        pay.round();
        assertEquals(4, pay.charges().size());
        assertEquals(
                1,
                pay.number(
                        "SELECT count(*) FROM audit_entry WHERE action = 'auto-topup.disarm'"
                                + " AND actor_name = 'payments/auto-topup'"));
        var _ = pay.topUps().set(acme, ARMED);
        pay.round();
        assertEquals(14 * UNIT, pay.balance(acme));
    }

    @Test
    void aPaidChargeForgetsTheFailuresBefore() {
        long acme = pay.lowAccount();
        pay.decline(acme, "processing_error");
        pay.round();
        pay.decline(acme, "");
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(0, pay.state(acme).failures());
        assertEquals(AutoTopUpState.ARMED, pay.state(acme).state());
    }

    @Test
    void whatNeedsItsOwnerEndsAtOnceAndIsTold() {
        for (String code : List.of("authentication_required", "expired_card")) {
            long acme = pay.lowAccount();
            int before = pay.failuresTold().size();
            pay.decline(acme, code);
            pay.round();
            assertEquals(AutoTopUpState.DISARMED, pay.state(acme).state());
            assertEquals(AttemptOutcome.DECLINED, pay.attempt(acme).outcome());
            assertEquals(before + 1, pay.failuresTold().size());
            assertTrue(pay.failuresTold().getLast().contains(code));
            assertEquals(4 * UNIT, pay.balance(acme));
        }
    }

    @Test
    void aFailedChargesOrderHasNoSecondWayToPay() {
        long acme = pay.lowAccount();
        pay.decline(acme, "do_not_honor");
        pay.round();
        long failed = pay.attempt(acme).orderId();
        assertFault(ErrorCode.ORDER_CLOSED, () -> pay.orders().choose(failed, "stripe"));
        pay.time.pass(HOUR_MS);
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        long open = pay.attempt(acme).orderId();
        assertNotEquals(failed, open);
        assertFault(ErrorCode.ORDER_CLOSED, () -> pay.orders().choose(open, "stripe", true));
        assertFault(ErrorCode.ORDER_CLOSED, () -> pay.orders().cancel(open));
    }

    @Test
    void aDeclineWhoseAnswerWasLostAndWhoseWebhookCameIsOneFailure() {
        long acme = pay.lowAccount();
        pay.decline(acme, "insufficient_funds");
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        assertEquals(AttemptOutcome.OPEN, pay.attempt(acme).outcome());
        pay.tell();
        assertEquals(1, pay.failuresTold().size());
        pay.time.pass(MINUTE_MS);
        pay.round();
        pay.round();
        assertEquals(1, pay.state(acme).failures());
        assertEquals(AttemptOutcome.DECLINED, pay.attempt(acme).outcome());
        assertEquals(1, pay.failuresTold().size());
        assertEquals(1, pay.charges().size());
    }

    @Test
    void aSlowChargeIsWaitedForAndNoOtherIsBegun() {
        long acme = pay.lowAccount();
        pay.stripe.cards().slow(true);
        pay.round();
        String slow = pay.charge();
        pay.tell();
        assertEquals(OrderState.PENDING, orderOf(pay.attempt(acme)));
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(1, pay.charges().size());
        pay.stripe.cards().settle(slow, "");
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(14 * UNIT, pay.balance(acme));
        pay.spend(acme, 10 * UNIT);
        pay.round();
        String lost = pay.charges().getFirst().path("id").asText();
        assertNotEquals(slow, lost);
        pay.stripe.cards().settle(lost, "do_not_honor");
        pay.tell();
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(AttemptOutcome.DECLINED, pay.attempt(acme).outcome());
        assertEquals("do_not_honor", pay.attempt(acme).code());
        assertEquals(OrderState.FAILED, orderOf(pay.attempt(acme)));
    }

    @Test
    void whoIsSuspendedOrNotKnownOrOffIsNotCharged() {
        long acme = pay.lowAccount();
        var _ = pay.accounts().suspend(acme, "why");
        pay.round();
        assertEquals(List.of(), pay.attempts(acme));
        var _ = pay.accounts().resume(acme);
        pay.isKnown = false;
        pay.round();
        pay.isKnown = true;
        var _ = pay.topUps().set(acme, new AutoTopUps.Wish(false, 5 * UNIT, AMOUNT, TOTAL, TOTAL));
        pay.round();
        pay.assembly().stop();
        var _ = pay.topUps().set(acme, ARMED);
        pay.round();
        assertEquals(List.of(), pay.charges());
        pay.restart();
        pay.round();
        assertEquals(1, pay.charges().size());
    }

    @Test
    void anInstallationThatMakesNoneEndsWhatWasBegunWithoutACharge() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        pay.isEnabled = false;
        pay.restart();
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(AttemptOutcome.NOT_CHARGED, pay.attempt(acme).outcome());
        assertEquals(1, pay.assembly().outcomes().of(AttemptOutcome.NOT_CHARGED));
        assertEquals(OrderState.FAILED, orderOf(pay.attempt(acme)));
        assertEquals(new Spent(0, 0), pay.topUps().spent(acme));
        assertFault(ErrorCode.AUTO_TOPUP_REFUSED, () -> pay.topUps().set(acme, ARMED));
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(List.of(), pay.charges());
    }

    @Test
    void aKeyUnderWhichNothingIsAnsweredIsLeftAfterAFewHours() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.FAILS);
        for (int i = 0; i < 8; i++) {
            pay.round();
            pay.time.pass(65 * MINUTE_MS);
        }
        pay.server.trouble(Trouble.NONE);
        pay.round();
        assertEquals(
                List.of(AttemptOutcome.PAID, AttemptOutcome.NOT_CHARGED),
                pay.attempts(acme).stream().map(Attempt::outcome).toList());
        assertEquals(1, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
    }

    @Test
    void afterADayAChargeIsOnlyLookedFor() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        pay.time.pass(21 * HOUR_MS);
        pay.server.trouble(Trouble.NONE);
        pay.stripe.cards().forgetKeys();
        pay.round();
        assertEquals(1, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
        pay.spend(acme, 10 * UNIT);
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.time.pass(21 * HOUR_MS);
        pay.server.trouble(Trouble.NONE);
        pay.stripe.cards().forgetKeys();
        pay.round();
        assertEquals(AttemptOutcome.NOT_CHARGED, pay.attempts(acme).get(1).outcome());
        // It is begun anew at once, with an order of its own.
        assertEquals(2, pay.charges().size());
        assertEquals(14 * UNIT, pay.balance(acme));
    }
}
