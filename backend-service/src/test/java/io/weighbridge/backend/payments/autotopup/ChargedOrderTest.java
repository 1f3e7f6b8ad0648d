package io.weighbridge.backend.payments.autotopup;

import static io.weighbridge.backend.payments.autotopup.TopUpFixture.MINUTE_MS;
import static io.weighbridge.backend.payments.autotopup.TopUpFixture.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Other money, and news that come late, for an order that a saved card is charged for.
final class ChargedOrderTest {
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

    @Test
    void noOtherMoneyIsAssignedWhileItIsBeingCharged() {
        long acme = pay.lowAccount();
        Delivery money = pay.strangeMoney();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        long order = pay.attempt(acme).orderId();
        Fault fault = assertThrows(Fault.class, () -> pay.assign(money, order));
        assertEquals(ErrorCode.ORDER_CLOSED, fault.code());
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(DeliveryState.ASSIGNED, pay.assign(money, order).state());
        assertEquals(24 * UNIT, pay.balance(acme));
        assertEquals(1, pay.charges().size());
    }

    // As it was written before assigning was refused.
    private void giveTheFirstPaymentToTheOpenOrder() {
        Database other = MigratedStore.open(directory);
        var _ =
                other.inGroup(
                        handle ->
                                handle.execute(
                                                "UPDATE payment SET order_id ="
                                                        + " (SELECT order_id FROM auto_attempt)")
                                        + handle.execute(
                                                "UPDATE topup_order SET state = 3 WHERE id ="
                                                        + " (SELECT order_id FROM auto_attempt)"));
        other.close();
    }

    @Test
    void otherMoneyDoesNotHideAChargeThatWasMade() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.BREAKS_AFTER);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        giveTheFirstPaymentToTheOpenOrder();
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(AttemptOutcome.PAID, pay.attempt(acme).outcome());
        assertEquals(14 * UNIT, pay.balance(acme));
        assertEquals(1, pay.charges().size());
    }

    @Test
    void noCardIsChargedForWhatOtherMoneyPaid() {
        long acme = pay.lowAccount();
        pay.server.trouble(Trouble.FAILS);
        pay.round();
        pay.server.trouble(Trouble.NONE);
        giveTheFirstPaymentToTheOpenOrder();
        long order = pay.attempt(acme).orderId();
        pay.spend(acme, -UNIT); // No longer low.
        pay.time.pass(MINUTE_MS);
        pay.round();
        assertEquals(0, pay.charges().size());
        assertEquals(AttemptOutcome.NOT_CHARGED, pay.attempt(acme).outcome());
        assertEquals(OrderState.PAID, pay.orders().require(order).state());
    }

    @Test
    void aDeclineIsNotWrittenOverMoneyThatIsOnItsWay() {
        long acme = pay.lowAccount();
        pay.stripe.cards().slow(true);
        pay.round();
        pay.tell();
        long order = pay.attempt(acme).orderId();
        assertEquals(OrderState.PENDING, pay.orders().require(order).state());
        pay.stripe.cards().settle(pay.charge(), "do_not_honor");
        pay.time.pass(MINUTE_MS);
        // The order learns it first, as if it had been told.
        pay.round();
        assertEquals(OrderState.FAILED, pay.orders().require(order).state());
        assertEquals(AttemptOutcome.DECLINED, pay.attempt(acme).outcome());
        pay.tell();
        assertEquals(1, pay.failuresTold().size());
    }
}
