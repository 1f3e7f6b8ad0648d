package io.weighbridge.backend.payments;

import static io.weighbridge.backend.payments.PaymentsFixture.TOTAL;
import static io.weighbridge.backend.payments.PaymentsFixture.UNIT;
import static io.weighbridge.backend.payments.PaymentsFixture.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/// What payments count of themselves.
final class PaymentMetersTest {
    @TempDir Path directory;
    @AutoClose private PaymentsFixture pay;
    private Account acme;

    @BeforeEach
    void open() {
        pay = new PaymentsFixture(directory);
        acme = pay.account();
    }

    private PaymentMeters.OfProvider card() {
        return pay.payments().meters().of(pay.card);
    }

    private Taken take(Webhook webhook) {
        return pay.payments().deliveries().take("card", webhook);
    }

    @Test
    void shouldCountWebhooksByWhatCameOfThem() {
        Order order = pay.ordered(acme, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e1", "pay", order));
        assertEquals(Taken.STORED, pay.deliver(pay.card, "e1", "pay", order));
        var _ = take(TruthProvider.webhook("e2", "pay", checkout(pay.card, order), 1, "forged"));
        var _ = take(new Webhook(Map.of(), new byte[Deliveries.BODY_BYTES_MAX + 1], 1));
        pay.faults.breakWrite(0, false);
        assertThrows(Fault.class, () -> pay.deliver(pay.card, "e3", "pay", order));
        pay.faults.heal();
        assertEquals(2, card().webhooks().of(Taken.STORED));
        assertEquals(1, card().webhooks().of(Taken.NOT_GENUINE));
        assertEquals(1, card().webhooks().of(Taken.TOO_LARGE));
        assertEquals(0, pay.payments().meters().of(pay.coin).webhooks().of(Taken.STORED));
        assertEquals(1, pay.payments().payments().health(pay.card).refusedWebhooks());
    }

    @Test
    void shouldCountAnswersRefundsAndMoves() {
        Order order = pay.ordered(acme, pay.card);
        pay.card.arrive(checkout(pay.card, order), TOTAL);
        var _ = pay.deliver(pay.card, "e1", "pay", order);
        assertEquals(2, card().asks().of(PaymentMeters.Answer.ANSWERED));
        pay.card.goAway(true);
        var _ = pay.deliver(pay.card, "e2", "pay", order);
        pay.card.goAway(false);
        assertEquals(1, card().asks().of(PaymentMeters.Answer.UNAVAILABLE));
        Payment payment = pay.payment(order);
        var _ = refund(payment);
        assertEquals(1, card().refunds().of(PaymentMeters.Answer.ANSWERED));
        pay.card.refuseRefunds(true);
        assertThrows(Fault.class, () -> refund(payment));
        assertEquals(1, card().refunds().of(PaymentMeters.Answer.REFUSED));
        assertEquals(1, card().asks().of(PaymentMeters.Answer.REFUSED));
        var moves = pay.payments().meters().moves();
        assertEquals(1, moves.of(PaymentMeters.Direction.GIVEN));
        assertEquals(1, moves.of(PaymentMeters.Direction.TAKEN_BACK));
    }

    private RefundAnswer refund(Payment payment) {
        return pay.payments()
                .payments()
                .refund(payment.id(), UUID.randomUUID(), UNIT, true, "asked for it", new NoLimit());
    }

    @Test
    void shouldCountWhatWaits() {
        Order order = pay.ordered(acme, pay.card);
        var _ = pay.ordered(acme, pay.coin);
        pay.card.arrive(checkout(pay.card, order), TOTAL - 1);
        var _ = pay.deliver(pay.card, "unfit", "pay", order);
        assertEquals(0, pay.payments().meters().waiting().openOrders());
        pay.payments().count();
        PaymentMeters.Waiting waiting = pay.payments().meters().waiting();
        assertEquals(2, waiting.openOrders());
        assertEquals(1, waiting.of(DeliveryState.UNMATCHED));
        assertEquals(0, waiting.of(DeliveryState.WAITING));
        assertEquals(0, waiting.of(DeliveryState.HANDLED));
    }
}
