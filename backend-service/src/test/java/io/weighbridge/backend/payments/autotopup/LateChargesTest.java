package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.HOUR_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.MINUTE_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.store.OrderState;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Charges that come though their attempts ended without one.
final class LateChargesTest {
    private static final String LOOKED_FOR =
            "SELECT count(*) FROM auto_attempt WHERE next_ask_ms > 0 AND outcome = 4";

    @TempDir Path directory;
    @AutoClose private TopUpFixture pay;

    @BeforeEach
    void open() {
        pay = new TopUpFixture(directory);
    }

    // An account with an attempt that ended without a charge.
    private long uncharged() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        pay.isEnabled = false;
        pay.restart();
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(AttemptOutcome.NOT_CHARGED, pay.attempt(acme).outcome());
        return acme;
    }

    // What was asked for then is done now.
    private void chargeNow(long account) {
        KeptCard card = pay.topUps().cards(account).getFirst();
        Attempt ended = pay.attempt(account);
        CardOrders orders = pay.payments().cardOrders();
        var _ =
                orders.providers()
                        .getFirst()
                        .savedCards()
                        .orElseThrow()
                        .charge(
                                new CardCharge(
                                        orders.toPay(orders.standing(ended.orderId()).order()),
                                        card.card().customer(),
                                        card.card().method(),
                                        ended.startedAtMs()));
    }

    @Test
    void aChargeThatComesAfterAllIsFoundAlsoWhenItsWebhookIsLost() {
        long acme = uncharged();
        Attempt ended = pay.attempt(acme);
        chargeNow(acme);
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
        assertEquals(0, pay.number(LOOKED_FOR));
    }

    @Test
    void aChargeThatComesAfterOtherMoneyIsFoundToo() {
        long acme = uncharged();
        long order = pay.attempt(acme).orderId();
        var _ = pay.assign(pay.strangeMoney(), order);
        assertEquals(OrderState.PAID, pay.orders().require(order).state());
        assertEquals(14 * UNIT, pay.balance(acme));
        chargeNow(acme);
        pay.events.clear();
        pay.time.pass(HOUR_MS);
        pay.round();
        assertEquals(24 * UNIT, pay.balance(acme));
    }

    @Test
    void whatIsGivenBackOfALateChargeIsFoundAlsoWhenOnlyTheChargeWasTold() {
        long acme = uncharged();
        chargeNow(acme);
        pay.tell();
        assertEquals(14 * UNIT, pay.balance(acme));
        pay.time.pass(HOUR_MS);
        pay.round();
        var _ = pay.stripe.refund(pay.charge(), 1_060);
        pay.events.clear();
        pay.time.pass(MINUTE_MS);
        pay.payments().poll();
        assertEquals(4 * UNIT, pay.balance(acme));
        // It is looked for no more.
        assertEquals(0, pay.number(LOOKED_FOR));
    }

    @Test
    void aChargeThatNeverCameIsLookedForNoMoreAfterSixteenDays() {
        var _ = uncharged();
        pay.time.pass(16 * 24 * HOUR_MS - MINUTE_MS);
        pay.round();
        assertEquals(1, pay.number(LOOKED_FOR));
        pay.time.pass(24 * HOUR_MS);
        pay.round();
        assertEquals(0, pay.number(LOOKED_FOR));
    }
}
