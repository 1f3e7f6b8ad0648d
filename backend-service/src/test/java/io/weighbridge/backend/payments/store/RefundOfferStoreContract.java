package io.weighbridge.backend.payments.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the store of offers of refunds does, whatever the database. Account 1 exists.
abstract class RefundOfferStoreContract {
    private Database database;
    private OrderStore orders;
    private PaymentStore payments;
    private RefundOfferStore offers;

    @BeforeEach
    void stores(EmptyStore opened) {
        database = opened.withCatalogue().database();
        orders = new SqlOrderStore(database);
        payments = new SqlPaymentStore(database);
        offers = new SqlRefundOfferStore(database);
    }

    private Payment paid() {
        Order order = new Order(10, 1, 100, 6, "USD", "", OrderState.PAID, "", 10, 90, 10);
        orders.add(order, Changes.ANY);
        Payment payment = Payment.first(20, order, "coin", "pay-1", "co-10", 106, 7);
        payments.record(decided(payment, List.of()), 8, null);
        return payment;
    }

    private static PaymentStore.Decided decided(Payment payment, List<Move> moves) {
        return new PaymentStore.Decided(
                null, List.of(), List.of(payment), moves, List.of(), List.of(), 0, null);
    }

    @Test
    void shouldKeepOffersOfRefundsWithWhatFollows() {
        Payment payment = paid();
        UUID operation = new UUID(1, 2);
        RefundOffer planned = RefundOffer.planned(new UUID(5, 6), payment, operation, 50, 40, 30);
        Payment given = payment.standing(50, 0, 31).moved(53);
        offers.offer(
                planned, decided(given, List.of(Move.planned(20, 1, -53, 31))), 31, Changes.ANY);
        assertEquals(Optional.of(planned), offers.find(planned.id()));
        assertEquals(Optional.empty(), offers.find(operation));
        assertEquals(Optional.of(given), payments.find(20));
        assertEquals(1, payments.planned(9).size());
        assertEquals(List.of(), offers.due(39, 9));
        assertEquals(List.of(planned), offers.due(40, 9));
        RefundOffer offered = planned.asked(41).offered("pull", "https://x/pull", 60, 42);
        offers.offer(offered, null, 42, null);
        assertEquals(List.of(offered), offers.of(20));
        assertEquals(List.of(offered), offers.ofPage("pull"));
        assertEquals(List.of(), offers.ofPage("pul"));
        offers.looked(offered.id(), 70);
        offers.looked(offered.id(), 80);
        assertEquals(List.of(), offers.due(79, 9));
        RefundOffer looked = offers.due(80, 9).getFirst();
        assertEquals(2, looked.tries());
        RefundOffer ended =
                looked.standing(RefundOfferState.CANCELLED, "its page is over", 20, 7, 90, 43);
        offers.offer(ended, null, 43, null);
        assertEquals(Optional.of(ended), offers.find(planned.id()));
        // What has ended is not looked at again.
        offers.looked(ended.id(), 99);
        assertEquals(List.of(), offers.due(Long.MAX_VALUE, 9));
        RefundOffer other = RefundOffer.planned(new UUID(7, 8), payment, operation, 3, 4, 44);
        offers.offer(other, null, 44, null);
        assertEquals(List.of(ended, other), offers.of(20));
        // Whether the other has a page is not known.
        assertEquals(List.of(), offers.ofPage(""));
        assertEquals(List.of(), offers.of(21));
    }
}
