package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.HOUR_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.MINUTE_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.store.OrderState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Charges that come though their attempts ended without one.
final class LateChargesTest {
    @TempDir Path directory;
    private TopUpFixture pay;

    @BeforeEach
    void open() {
        pay = new TopUpFixture(directory);
    }

    @AfterEach
    void close() {
        pay.close();
    }

    @Test
    void aChargeThatComesAfterAllIsFoundAlsoWhenItsWebhookIsLost() {
        long acme = pay.lowAccount();
        KeptCard card = pay.topUps().cards(acme).getFirst();
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        pay.isEnabled = false;
        pay.restart();
        pay.time.pass(MINUTE_MS);
        pay.round();
        Attempt ended = pay.attempt(acme);
        assertEquals(AttemptOutcome.NOT_CHARGED, ended.outcome());
        // What was asked for then is done now.
        CardOrders orders = pay.payments().cardOrders();
        var provider = orders.providers().getFirst();
        var _ =
                provider.savedCards()
                        .orElseThrow()
                        .charge(
                                new CardCharge(
                                        orders.toPay(orders.standing(ended.orderId()).order()),
                                        card.card().customer(),
                                        card.card().method(),
                                        ended.startedAtMs()));
        pay.events.clear();
        pay.server.trouble(Trouble.FAILS);
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(4 * UNIT, pay.balance(acme));
        pay.server.trouble(Trouble.NONE);
        pay.round();
        assertEquals(4 * UNIT, pay.balance(acme), "asked again too soon");
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(OrderState.PAID, pay.orders().require(ended.orderId()).state());
        // From now on it is asked about as any payment is.
        var _ = pay.stripe.refund(pay.charge(), 1_060);
        pay.events.clear();
        pay.time.pass(MINUTE_MS);
        pay.payments().poll();
        assertEquals(4 * UNIT, pay.balance(acme));
        pay.time.pass(3 * HOUR_MS);
        pay.round();
        assertEquals(
                0,
                pay.number(
                        "SELECT count(*) FROM auto_attempt WHERE next_ask_ms > 0 AND outcome = 4"));
    }

    @Test
    void aChargeThatNeverCameIsLookedForNoMoreAfterSixteenDays() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        pay.isEnabled = false;
        pay.restart();
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(AttemptOutcome.NOT_CHARGED, pay.attempt(acme).outcome());
        String waiting = "SELECT count(*) FROM auto_attempt WHERE next_ask_ms > 0 AND outcome = 4";
        pay.time.pass(16 * 24 * HOUR_MS - MINUTE_MS);
        pay.round();
        assertEquals(1, pay.number(waiting));
        pay.time.pass(24 * HOUR_MS);
        pay.round();
        assertEquals(0, pay.number(waiting));
    }
}
