package io.weighbridge.backend.payments.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.provider.Verified;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the stores of payments do, whatever the database. Accounts 1 and 2 exist.
abstract class PaymentStoresContract {
    private Database database;
    private OrderStore orders;
    private PaymentStore payments;
    private DeliveryStore deliveries;

    @BeforeEach
    void stores(EmptyStore opened) {
        database = opened.withCatalogue().database();
        orders = new SqlOrderStore(database);
        payments = new SqlPaymentStore(database);
        deliveries = new SqlDeliveryStore(database);
    }

    private Order order(long id, long account) {
        Order order =
                new Order(id, account, 100, 6, "USD", "by phone", OrderState.OPEN, "", id, 90, id);
        orders.add(order, Changes.ANY);
        return order;
    }

    private static Payment payment(long id, Order order, String reference) {
        return Payment.first(id, order, "card", reference, "co-" + order.id(), 106, 7);
    }

    private void decide(Order changed, Payment payment, List<Move> moves) {
        payments.record(
                new PaymentStore.Decided(
                        changed, List.of(), List.of(payment), moves, List.of(), List.of(), 0, null),
                8,
                null);
    }

    @Test
    void shouldKeepOrdersWithTheirCheckouts() {
        Order first = order(10, 1);
        Order second = order(11, 2);
        assertEquals(Optional.of(first), orders.find(10));
        Order paid = first.with(OrderState.PAID, "late", 33).with(200, 12);
        orders.replace(paid);
        assertEquals(Optional.of(paid), orders.find(10));
        assertEquals(Optional.empty(), orders.find(12));
        assertEquals(List.of(second, paid), orders.list(0, PageKey.of(9, "", "")).items());
        assertEquals(List.of(paid), orders.list(1, PageKey.of(9, "", "")).items());
        assertEquals(List.of(second), orders.overdue(90, 9));
        assertEquals(List.of(), orders.overdue(89, 9));
        OpenedCheckout asked = OpenedCheckout.asked(first, "card", 1, CheckoutKind.PAGE, 20);
        OpenedCheckout opened = asked.answered("co-10", "https://x", 95);
        orders.put(asked, 50);
        orders.put(opened, 60);
        assertEquals(List.of(opened), orders.checkouts(10));
        assertEquals(List.of(), orders.toAsk("card", 59, 9));
        assertEquals(List.of(new OrderStore.ToAsk(opened, 0)), orders.toAsk("card", 60, 9));
        assertEquals(List.of(), orders.toAsk("coin", 60, 9));
        // A question that comes late blanks no answer.
        orders.put(asked, 10);
        assertEquals(List.of(opened), orders.checkouts(10));
        assertEquals(List.of(), orders.toAsk("card", 59, 9));
        orders.asked(opened, 70);
        assertEquals(List.of(new OrderStore.ToAsk(opened, 1)), orders.toAsk("card", 70, 9));
        orders.asked(opened, 0);
        assertEquals(List.of(), orders.toAsk("card", Long.MAX_VALUE, 9));
        orders.askFrom(10, "card", 80, Changes.ANY);
        assertEquals(List.of(new OrderStore.ToAsk(opened, 0)), orders.toAsk("card", 80, 9));
    }

    @Test
    void shouldListOrdersPageByPageNewestFirst() {
        List<Order> made = IntStream.range(10, 15).mapToObj(id -> order(id, 1 + id % 2)).toList();
        assertEquals(
                List.of(
                        made.subList(3, 5).reversed(),
                        made.subList(1, 3).reversed(),
                        made.subList(0, 1)),
                pages(0));
        assertEquals(List.of(List.of(made.get(4), made.get(2)), List.of(made.get(0))), pages(1));
    }

    private List<List<Order>> pages(long account) {
        List<List<Order>> pages = new ArrayList<>();
        String token = "";
        do {
            Page<Order> page = orders.list(account, PageKey.of(2, token, ""));
            pages.add(page.items());
            token = page.nextToken();
        } while (!token.isEmpty());
        return pages;
    }

    @Test
    void shouldKeepEveryCheckoutOfAnOrderAtOneProvider() {
        Order order = order(10, 1);
        OpenedCheckout first =
                OpenedCheckout.asked(order, "card", 1, CheckoutKind.PAGE, 20)
                        .answered("co-1", "https://x", 95);
        OpenedCheckout second =
                OpenedCheckout.asked(order, "card", 2, CheckoutKind.PAGE, 30)
                        .answered("co-2", "https://y", 99);
        orders.put(first, 50);
        payments.record(
                new PaymentStore.Decided(
                        null,
                        List.of(first.with(CheckoutState.ENDED)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        null),
                8,
                null);
        orders.put(second, 60);
        // What was told of it meanwhile stays.
        orders.put(first.with(CheckoutKind.SAVING_PAGE), 50);
        OpenedCheckout ended = first.with(CheckoutState.ENDED).with(CheckoutKind.SAVING_PAGE);
        assertEquals(List.of(ended, second), orders.checkouts(10));
        assertEquals(Optional.of(second), orders.standing(10).orElseThrow().checkoutAt("card"));
        orders.asked(ended, 0);
        assertEquals(List.of(new OrderStore.ToAsk(second, 0)), orders.toAsk("card", 99, 9));
        orders.askFrom(10, "card", 70, Changes.ANY);
        assertEquals(2, orders.toAsk("card", 70, 9).size());
    }

    @Test
    void shouldWriteWhatWasDecidedTogetherOrNothing() {
        Order order = order(10, 1);
        Payment payment = payment(30, order, "pi_1").moved(100);
        Order paid = order.with(OrderState.PAID, "", 8);
        decide(paid, payment, List.of(Move.planned(30, 1, 100, 8)));
        assertEquals(Optional.of(payment), payments.find(30));
        assertEquals(Optional.of(payment), payments.find("card", "pi_1"));
        assertEquals(List.of(payment), payments.of(10));
        assertEquals(List.of(Move.planned(30, 1, 100, 8)), payments.planned(9));
        // The same step again: nothing of it is written.
        Payment refunded = payment.standing(50, 0, 9);
        assertThrows(
                RuntimeException.class,
                () ->
                        decide(
                                paid.with(OrderState.FAILED, "", 9),
                                refunded,
                                List.of(Move.planned(30, 1, 7, 9))));
        assertEquals(Optional.of(payment), payments.find(30));
        assertEquals(Optional.of(paid), orders.find(10));
        // Another payment of the provider with the same reference neither.
        assertThrows(
                RuntimeException.class, () -> decide(paid, payment(31, order, "pi_1"), List.of()));
        assertEquals(Optional.empty(), payments.find(31));
    }

    @Test
    void shouldNumberReceiptsOfAYearInTheOrderOfTheFirstMoves() {
        Order order = order(10, 1);
        for (int i = 1; i <= 3; i++) {
            decide(
                    order,
                    payment(30 + i, order, "pi_" + i).moved(100),
                    List.of(Move.planned(30 + i, 1, 100, 8)));
        }
        assertEquals("2026-000001", done(32, 1, 2026).receipt());
        assertEquals("2026-000001", done(32, 1, 2026).receipt());
        assertEquals("2026-000002", done(31, 1, 2026).receipt());
        assertEquals("2027-000001", done(33, 1, 2027).receipt());
        assertEquals(List.of(), payments.planned(9));
        Move done = payments.moves(31).getFirst();
        assertEquals(new Move(31, 1, 100, 8, 40, 77, 500), done);
    }

    @Test
    void shouldKeepWhatAReceiptSaid() {
        Order order = order(10, 1);
        Payment first = payment(31, order, "pi_1").moved(100);
        decide(order, first, List.of(Move.planned(31, 1, 100, 8)));
        Payment numbered = done(31, 1, 2026);
        assertEquals(first.arrivedNanos(), numbered.receiptArrivedNanos());
        assertEquals(100, numbered.receiptCreditedNanos());
        assertFalse(numbered.isOtherThanReceipt());
        Payment later = numbered.arrived(first.arrivedNanos() + 7, 9).moved(105);
        decide(order, later, List.of(Move.planned(31, 2, 5, 9)));
        Payment changed = done(31, 2, 2026);
        assertEquals(later, changed);
        assertEquals(first.arrivedNanos(), changed.receiptArrivedNanos());
        assertEquals(100, changed.receiptCreditedNanos());
        assertTrue(changed.isOtherThanReceipt());
    }

    private Payment done(long payment, int step, int year) {
        return payments.done(new Move(payment, step, 100, 8, 40, 77, 500), year, List.of());
    }

    @Test
    void shouldCountWhatIsOpen() {
        assertEquals(0, orders.countOpen());
        Order first = order(10, 1);
        var _ = order(11, 2);
        orders.replace(first.with(OrderState.PAID, "", 33));
        assertEquals(1, orders.countOpen());
        assertEquals(Map.of(), deliveries.waiting());
        for (int i = 0; i < 3; i++) {
            var event = new Verified.Genuine("e" + i, "t", "about");
            var _ = deliveries.receive(Delivery.fresh(20 + i, "card", event, 1, 2), new byte[1]);
        }
        Delivery stored = deliveries.find(20).orElseThrow();
        Delivery handled = stored.with(DeliveryState.HANDLED, "", "", 0, 5);
        assertTrue(deliveries.put(new DeliveryDecision(DeliveryState.STORED, handled)));
        assertEquals(Map.of(DeliveryState.STORED, 2L), deliveries.waiting());
    }

    @Test
    void shouldKeepTheLastStateOfDisputes() {
        Order order = order(10, 1);
        Payment payment = payment(30, order, "pi_1");
        HeldDispute open = dispute("d1", Told.Dispute.Stage.OPEN, 8);
        HeldDispute second = dispute("d2", Told.Dispute.Stage.LOST, 8);
        payments.record(
                new PaymentStore.Decided(
                        null,
                        List.of(),
                        List.of(payment),
                        List.of(),
                        List.of(open, second),
                        List.of(),
                        0,
                        null),
                8,
                Changes.ANY);
        HeldDispute won = dispute("d1", Told.Dispute.Stage.WON, 9);
        payments.record(
                new PaymentStore.Decided(
                        null, List.of(), List.of(), List.of(), List.of(won), List.of(), 0, null),
                9,
                null);
        HeldDispute expected = new HeldDispute(30, won.dispute(), 8, 9);
        assertEquals(List.of(expected, second), payments.disputes(30));
        Page<HeldDispute> page = payments.listDisputes(PageKey.of(1, "", ""));
        assertEquals(List.of(expected), page.items());
        assertEquals(
                List.of(second),
                payments.listDisputes(PageKey.of(1, page.nextToken(), "")).items());
    }

    private static HeldDispute dispute(String id, Told.Dispute.Stage stage, long atMs) {
        return new HeldDispute(30, new Told.Dispute(id, 50, stage, "fraud"), atMs, atMs);
    }

    @Test
    void shouldStoreAnEventOnceAndCountHowOftenItCame() {
        Verified.Genuine event = new Verified.Genuine("evt", "paid", "co-10");
        byte[] body = {0, 1, (byte) 0xff};
        Delivery first = deliveries.receive(Delivery.fresh(50, "card", event, 5, 20), body);
        assertEquals(Delivery.fresh(50, "card", event, 5, 20), first);
        Delivery again = deliveries.receive(Delivery.fresh(51, "card", event, 9, 29), new byte[0]);
        assertEquals(50, again.id());
        assertEquals(2, again.times());
        assertEquals(20, again.nextAtMs());
        assertArrayEquals(body, deliveries.body(50).orElseThrow());
        Delivery others = deliveries.receive(Delivery.fresh(52, "coin", event, 5, 21), body);
        assertEquals(List.of(again, others), deliveries.due(21, 9));
        assertEquals(List.of(again), deliveries.due(20, 9));
        assertEquals(
                List.of(others, again),
                deliveries.list(DeliveryState.STORED, 0, PageKey.of(9, "", "")).items());
    }

    @Test
    void shouldWakeWhatWaitsForAPaymentWhenItIsWritten() {
        Order order = order(10, 1);
        Verified.Genuine event = new Verified.Genuine("evt", "refund", "pi_1");
        Delivery waiting =
                deliveries
                        .receive(Delivery.fresh(50, "card", event, 5, 20), new byte[1])
                        .with(DeliveryState.WAITING, "not yet", "pi_1", 900, 6)
                        .about(0);
        DeliveryDecision waits = new DeliveryDecision(DeliveryState.STORED, waiting);
        assertTrue(deliveries.put(waits, Changes.ANY));
        assertFalse(deliveries.put(waits, Changes.ANY), "it is not as it was read");
        assertFalse(deliveries.put(waits));
        assertEquals(List.of(), deliveries.waitingFor("card", 10));
        decide(order, payment(31, order, "pi_1"), List.of());
        assertEquals(
                List.of(50L),
                deliveries.waitingFor("card", 10).stream().map(Delivery::id).toList());
        assertEquals(List.of(), deliveries.waitingFor("coin", 10));
        assertEquals(1, deliveries.due(8, 9).size());
        // It waited in vain, and is woken nevertheless.
        Delivery vain = waiting.with(DeliveryState.UNMATCHED, "a day", "pi_1", 0, 7);
        assertTrue(deliveries.put(new DeliveryDecision(DeliveryState.WAITING, vain)));
        decide(order, payment(31, order, "pi_1"), List.of());
        assertEquals(1, deliveries.due(8, 9).size());
        assertEquals(DeliveryState.WAITING, deliveries.find(50).orElseThrow().state());
        Delivery handled = waiting.with(DeliveryState.HANDLED, "", "", 0, 9).about(10);
        payments.record(decidedBy(new DeliveryDecision(DeliveryState.WAITING, handled)), 9, null);
        assertEquals(Optional.of(handled), deliveries.find(50));
        Delivery assigned = handled.with(DeliveryState.ASSIGNED, "", "", 0, 9);
        Fault lost =
                assertThrows(
                        Fault.class,
                        () ->
                                payments.record(
                                        decidedBy(
                                                new DeliveryDecision(
                                                        DeliveryState.UNMATCHED, assigned)),
                                        9,
                                        null));
        assertEquals(ErrorCode.DELIVERY_DECIDED, lost.code());
        assertEquals(Optional.of(handled), deliveries.find(50));
        assertEquals(List.of(handled), deliveries.list(null, 10, PageKey.of(9, "", "")).items());
        assertEquals(List.of(), deliveries.due(Long.MAX_VALUE, 9));
    }

    @Test
    void shouldForgetOldBodiesOfWhatIsDecidedOnly() {
        DeliveryState[] states = DeliveryState.values();
        for (int i = 0; i < states.length; i++) {
            Verified.Genuine event = new Verified.Genuine("evt" + i, "paid", "co-10");
            Delivery stored =
                    deliveries.receive(Delivery.fresh(50 + i, "card", event, 5, 20), new byte[3]);
            Delivery now = stored.with(states[i], "", "", 0, 6);
            assertTrue(deliveries.put(new DeliveryDecision(DeliveryState.STORED, now)));
        }
        Verified.Genuine event = new Verified.Genuine("young", "paid", "co-10");
        Delivery young = deliveries.receive(Delivery.fresh(60, "card", event, 9, 20), new byte[3]);
        assertTrue(
                deliveries.put(
                        new DeliveryDecision(
                                DeliveryState.STORED,
                                young.with(DeliveryState.HANDLED, "", "", 0, 9))));
        assertEquals(53, deliveries.forgetBodies(0, 9, 4));
        assertEquals(55, deliveries.forgetBodies(53, 9, 2));
        assertEquals(0, deliveries.forgetBodies(55, 9, 2), "no more of them");
        List<Integer> lengths =
                IntStream.of(50, 51, 52, 53, 54, 55, 60)
                        .mapToObj(id -> deliveries.body(id).orElseThrow().length)
                        .toList();
        // Stored, handled, of no interest, waiting, unmatched, assigned; the young one.
        assertEquals(List.of(3, 0, 0, 3, 3, 0, 3), lengths);
        // It is known nevertheless, and stays as it is.
        Verified.Genuine again = new Verified.Genuine("evt1", "paid", "co-10");
        Delivery known = deliveries.receive(Delivery.fresh(70, "card", again, 99, 99), new byte[3]);
        assertEquals(51, known.id());
        assertEquals(DeliveryState.HANDLED, known.state());
    }

    private static PaymentStore.Decided decidedBy(DeliveryDecision delivery) {
        return new PaymentStore.Decided(
                null, List.of(), List.of(), List.of(), List.of(), List.of(), 0, delivery);
    }
}
