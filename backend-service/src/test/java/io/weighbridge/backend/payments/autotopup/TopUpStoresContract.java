package io.weighbridge.backend.payments.autotopup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.autotopup.AutoTopUpStore.Begun;
import io.weighbridge.backend.payments.provider.CardOnFile;
import io.weighbridge.backend.payments.store.CheckoutKind;
import io.weighbridge.backend.payments.store.CheckoutState;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.payments.store.SqlOrderStore;
import io.weighbridge.backend.payments.store.SqlPaymentStore;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the stores of automatic top-ups do, whatever the database. Accounts 1 and 2 exist.
abstract class TopUpStoresContract {
    private static final long DAY_MS = Instant.parse("2026-11-30T00:00:00Z").toEpochMilli();
    private static final CardOnFile CARD = new CardOnFile("cus", "pm", "visa", "4242", "2031-08");
    private Database database;
    private SqlOrderStore orders;
    private AutoTopUpStore store;
    private CardStore cards;

    @BeforeEach
    void stores(EmptyStore opened) {
        database = opened.withCatalogue().database();
        orders = new SqlOrderStore(database);
        store = new SqlAutoTopUpStore(database);
        cards = new SqlCardStore(database);
    }

    private static AutoTopUp armed(long account, long nextTryMs) {
        return new AutoTopUp(
                account, 1, AutoTopUpState.ARMED, "", 5, 100, 250, 300, 0, nextTryMs, 7);
    }

    private static Order order(long id, long account, OrderState state) {
        return new Order(id, account, 94, 6, "USD", "", state, "", id, DAY_MS * 2, id);
    }

    private static OpenedCheckout checkout(long order, String reference, CheckoutKind kind) {
        return new OpenedCheckout(
                order, "card", 1, reference, "", DAY_MS, 20, kind, CheckoutState.OPEN);
    }

    private KeptCard saved(long id, long order, long account) {
        orders.add(order(order, account, OrderState.PAID), Changes.ANY);
        orders.put(checkout(order, "co-" + order, CheckoutKind.SAVING_PAGE), 0);
        Consent consent = new Consent(order, account, "card", "co-" + order, 20, 0);
        KeptCard card = new KeptCard(id, account, "card", CARD, order, 20, 30, 0);
        cards.save(consent, card, Changes.ANY);
        return card;
    }

    private static Attempt attempt(long id, long account, long startedAtMs) {
        return new Attempt(
                id, account, id, 50, 100, AttemptOutcome.OPEN, "", 0, 60, startedAtMs, 0);
    }

    private Begun begin(Attempt attempt, AutoTopUp topUp) {
        Order order = order(attempt.orderId(), attempt.accountId(), OrderState.OPEN);
        CardOrders.Made made =
                new CardOrders.Made(
                        order, checkout(order.id(), "", CheckoutKind.SAVED_CARD), Changes.ANY);
        return store.begin(attempt, made, topUp);
    }

    private void end(Attempt attempt, AttemptOutcome outcome, @Nullable AutoTopUp topUp) {
        var _ =
                store.end(
                        new AutoTopUpStore.Ended(
                                attempt.ended(outcome, "why", 99), null, topUp, List.of(), null));
    }

    @Test
    void shouldKeepWhatIsSetAndTellWhoLostARace() {
        assertEquals(AutoTopUp.none(1), store.find(1));
        AutoTopUp first = armed(1, 0);
        assertTrue(store.put(first, Changes.ANY));
        assertFalse(store.put(first, Changes.ANY));
        AutoTopUp second = first.disarmed("why", 2, 8);
        assertTrue(store.put(second, Changes.ANY));
        assertFalse(store.put(first.tried(1, 9, 9), Changes.ANY));
        assertEquals(second, store.find(1));
    }

    @Test
    void shouldFindWhoIsDue() {
        var _ = store.put(armed(1, 40), Changes.ANY);
        var _ = store.put(armed(2, 50), Changes.ANY);
        assertEquals(List.of(), store.due(39, 0, 9));
        assertEquals(List.of(armed(1, 40)), store.due(40, 0, 9));
        assertEquals(List.of(armed(1, 40), armed(2, 50)), store.due(50, 0, 9));
        assertEquals(List.of(armed(1, 40)), store.due(50, 0, 1));
        assertEquals(List.of(armed(2, 50)), store.due(50, 1, 9));
        var _ = saved(50, 10, 1);
        assertEquals(Begun.BEGUN, begin(attempt(11, 1, DAY_MS), armed(1, 40)));
        assertEquals(List.of(armed(2, 50)), store.due(50, 0, 9));
        var _ = store.put(armed(2, 50).disarmed("why", 0, 8), Changes.ANY);
        assertEquals(List.of(), store.due(50, 0, 9));
    }

    @Test
    void shouldBeginOneAtATimeAndNothingThatWasChanged() {
        var _ = saved(50, 10, 1);
        assertEquals(Begun.CHANGED, begin(attempt(11, 1, DAY_MS), armed(1, 0)));
        var _ = store.put(armed(1, 0), Changes.ANY);
        Attempt attempt = attempt(11, 1, DAY_MS);
        assertEquals(Begun.BEGUN, begin(attempt, armed(1, 0)));
        assertEquals(Begun.CHANGED, begin(attempt(12, 1, DAY_MS), armed(1, 0)));
        assertTrue(orders.isBeingCharged(11));
        assertEquals(OrderState.OPEN, orders.find(11).orElseThrow().state());
        assertEquals(Optional.empty(), orders.find(12));
        assertEquals(List.of(checkout(11, "", CheckoutKind.SAVED_CARD)), orders.checkouts(11));
        assertEquals(List.of(), orders.toAsk("card", Long.MAX_VALUE, 9));
        assertEquals(List.of(), store.dueAttempts(59, 9));
        assertEquals(List.of(attempt), store.dueAttempts(60, 9));
        store.asked(attempt, 70);
        assertEquals(List.of(), store.dueAttempts(69, 9));
        assertEquals(1, store.dueAttempts(70, 9).getFirst().asked());
        AutoTopUp later = armed(1, 0).tried(1, 90, 8);
        end(attempt, AttemptOutcome.DECLINED, later);
        assertEquals(later, store.find(1));
        assertFalse(orders.isBeingCharged(11));
        assertEquals(Begun.CHANGED, begin(attempt(13, 1, DAY_MS), armed(1, 0)));
        assertEquals(Begun.BEGUN, begin(attempt(13, 1, DAY_MS), later));
        List<Attempt> all = store.attempts(1, PageKey.of(9, "", "")).items();
        assertEquals(List.of(13L, 11L), all.stream().map(Attempt::id).toList());
        assertEquals("why", all.getLast().code());
        assertEquals(99, all.getLast().endedAtMs());
    }

    @Test
    void shouldCountWhatMayHaveBeenCharged() {
        var _ = saved(50, 10, 1);
        AutoTopUp topUp = armed(1, 0);
        var _ = store.put(topUp, Changes.ANY);
        // On the last millisecond of the day before, of the same month.
        Attempt before = attempt(11, 1, DAY_MS - 1);
        assertEquals(Begun.BEGUN, begin(before, topUp));
        end(before, AttemptOutcome.PAID, null);
        assertEquals(new Spent(0, 100), store.spent(1, UtcDays.of(DAY_MS)));
        Attempt declined = attempt(12, 1, DAY_MS);
        assertEquals(Begun.BEGUN, begin(declined, topUp));
        assertEquals(new Spent(100, 200), store.spent(1, UtcDays.of(DAY_MS)));
        end(declined, AttemptOutcome.DECLINED, null);
        assertEquals(new Spent(0, 100), store.spent(1, UtcDays.of(DAY_MS)));
        Attempt lost = attempt(13, 1, DAY_MS);
        assertEquals(Begun.BEGUN, begin(lost, topUp));
        end(lost, AttemptOutcome.NOT_CHARGED, null);
        // It was charged after all.
        orders.replace(order(13, 1, OrderState.PAID));
        assertEquals(new Spent(100, 200), store.spent(1, UtcDays.of(DAY_MS)));
        Attempt last = attempt(14, 1, DAY_MS);
        assertEquals(Begun.BEGUN, begin(last, topUp));
        end(last, AttemptOutcome.PAID, null);
        assertEquals(Begun.CAPPED, begin(attempt(15, 1, DAY_MS), topUp));
        long nextMonthMs = Instant.parse("2026-12-01T00:00:00Z").toEpochMilli();
        assertEquals(Begun.CAPPED, begin(attempt(15, 1, nextMonthMs - 1), topUp));
        assertEquals(Begun.BEGUN, begin(attempt(15, 1, nextMonthMs), topUp));
        assertEquals(new Spent(0, 0), store.spent(2, UtcDays.of(DAY_MS)));
    }

    @Test
    void shouldCountWhatWasBegunBeforeAndIsChargedSince() {
        var _ = saved(50, 10, 1);
        AutoTopUp topUp = armed(1, 0);
        var _ = store.put(topUp, Changes.ANY);
        Attempt paid = attempt(11, 1, DAY_MS - 1);
        assertEquals(Begun.BEGUN, begin(paid, topUp));
        assertEquals(new Spent(100, 100), store.spent(1, UtcDays.of(DAY_MS)));
        end(paid.ended(AttemptOutcome.PAID, "", DAY_MS));
        assertEquals(new Spent(100, 100), store.spent(1, UtcDays.of(DAY_MS)));
        Attempt declined = attempt(12, 1, DAY_MS - 1);
        assertEquals(Begun.BEGUN, begin(declined, topUp));
        end(declined.ended(AttemptOutcome.DECLINED, "", DAY_MS));
        assertEquals(new Spent(100, 100), store.spent(1, UtcDays.of(DAY_MS)));
    }

    private void end(Attempt ended) {
        store.end(new AutoTopUpStore.Ended(ended, null, null, List.of(), null));
    }

    @Test
    void shouldEndOnceAndLeaveWhatWasChangedMeanwhile() {
        var _ = saved(50, 10, 1);
        AutoTopUp topUp = armed(1, 0);
        var _ = store.put(topUp, Changes.ANY);
        Attempt attempt = attempt(11, 1, DAY_MS);
        assertEquals(Begun.BEGUN, begin(attempt, topUp));
        AutoTopUp changed = topUp.disarmed("a refund", 0, 8);
        var _ = store.put(changed, Changes.ANY);
        Notice notice = new Notice(70, 1, 9, NoticeKind.PAYMENT_FAILED, 0, "told");
        AutoTopUpStore.Ended ended =
                new AutoTopUpStore.Ended(
                        attempt.ended(AttemptOutcome.DECLINED, "code", 99),
                        order(11, 1, OrderState.FAILED),
                        topUp.tried(1, 90, 9),
                        List.of(notice),
                        Changes.ANY);
        store.end(ended);
        store.end(
                new AutoTopUpStore.Ended(
                        attempt.ended(AttemptOutcome.PAID, "", 100),
                        order(11, 1, OrderState.PAID),
                        null,
                        List.of(),
                        null));
        assertEquals(changed, store.find(1));
        assertEquals(OrderState.FAILED, orders.find(11).orElseThrow().state());
        assertEquals(List.of(), store.dueAttempts(Long.MAX_VALUE, 9));
        assertEquals(
                AttemptOutcome.DECLINED,
                store.attempts(1, PageKey.of(9, "", "")).items().getFirst().outcome());
        assertEquals(1, count("SELECT count(*) FROM account_notice WHERE id = 70"));
    }

    private long count(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void shouldKeepConsentsUntilTheirCardsAreKnown() {
        orders.add(order(10, 1, OrderState.OPEN), Changes.ANY);
        orders.put(checkout(10, "", CheckoutKind.SAVING_PAGE), 0);
        orders.put(checkout(10, "co-10", CheckoutKind.SAVING_PAGE), 0);
        assertEquals(List.of(), cards.consents(90, 9));
        orders.replace(order(10, 1, OrderState.PAID));
        Consent consent = new Consent(10, 1, "card", "co-10", 20, 0);
        assertEquals(List.of(consent), cards.consents(90, 9));
        cards.askedForCard(consent, 95);
        assertEquals(List.of(), cards.consents(94, 9));
        assertEquals(1, cards.consents(95, 9).getFirst().asked());
        cards.save(consent, null, Changes.ANY);
        assertEquals(List.of(), cards.consents(95, 9));
        KeptCard late = new KeptCard(51, 1, "card", CARD, 10, 20, 30, 0);
        cards.save(consent, late, Changes.ANY);
        assertEquals(List.of(), cards.cards(1));
        // Asked again without it before it was answered.
        orders.add(order(11, 1, OrderState.PAID), Changes.ANY);
        orders.put(checkout(11, "", CheckoutKind.SAVING_PAGE), 0);
        orders.put(checkout(11, "co-11", CheckoutKind.PAGE), 0);
        assertEquals(List.of(), cards.consents(95, 9));
        // Taken back of a page that was opened with it.
        orders.add(order(12, 1, OrderState.PAID), Changes.ANY);
        orders.put(checkout(12, "co-12", CheckoutKind.SAVING_PAGE), 0);
        assertEquals(12, cards.consents(95, 9).getFirst().orderId());
        orders.put(checkout(12, "co-12", CheckoutKind.PAGE), 0);
        assertEquals(List.of(), cards.consents(95, 9));
        // A question that comes late changes nothing.
        orders.put(checkout(11, "", CheckoutKind.SAVING_PAGE), 0);
        assertEquals(List.of(), cards.consents(95, 9));
        assertEquals(CheckoutKind.PAGE, orders.checkouts(11).getFirst().kind());
    }

    @Test
    void shouldAskForTheCardOfTheCheckoutThatWasPaid() {
        Order order = order(10, 1, OrderState.PAID);
        orders.add(order, Changes.ANY);
        orders.put(checkout(10, "co-a", CheckoutKind.SAVING_PAGE), 0);
        OpenedCheckout second =
                OpenedCheckout.asked(order, "card", 2, CheckoutKind.SAVING_PAGE, 30)
                        .answered("co-b", "", DAY_MS);
        orders.put(second, 0);
        assertEquals(
                List.of("co-b"), cards.consents(90, 9).stream().map(Consent::checkout).toList());
        Payment payment = Payment.first(30, order, "card", "pi_1", "co-a", 106, 7);
        new SqlPaymentStore(database)
                .record(
                        new PaymentStore.Decided(
                                null,
                                List.of(),
                                List.of(payment),
                                List.of(),
                                List.of(),
                                List.of(),
                                0,
                                null),
                        8,
                        null);
        assertEquals(
                List.of("co-a"), cards.consents(90, 9).stream().map(Consent::checkout).toList());
    }

    @Test
    void shouldKeepWhenToLookForALateCharge() {
        var _ = saved(50, 10, 1);
        var _ = store.put(armed(1, 0), Changes.ANY);
        Attempt attempt = attempt(11, 1, DAY_MS);
        assertEquals(Begun.BEGUN, begin(attempt, armed(1, 0)));
        assertEquals(List.of(), store.dueUncharged(60, 9));
        end(attempt, AttemptOutcome.NOT_CHARGED, null);
        assertEquals(List.of(), store.dueUncharged(59, 9));
        assertEquals(List.of(11L), store.dueUncharged(60, 9).stream().map(Attempt::id).toList());
        store.lookedFor(attempt, 70);
        assertEquals(List.of(), store.dueUncharged(69, 9));
        assertEquals(1, store.dueUncharged(70, 9).size());
        store.lookedFor(attempt, 0);
        assertEquals(List.of(), store.dueUncharged(Long.MAX_VALUE, 9));
    }

    @Test
    void shouldRemoveCardsAndDisarmWithTheOneThatIsCharged() {
        KeptCard first = saved(50, 10, 1);
        KeptCard second = saved(51, 11, 1);
        KeptCard others = saved(52, 12, 2);
        var _ = store.put(armed(1, 0), Changes.ANY);
        assertEquals(List.of(second, first), cards.cards(1));
        assertEquals(Optional.of(others), cards.card(52));
        cards.remove(first, 81, Changes.ACT, Changes.ANY, 70);
        assertEquals(List.of(second), cards.cards(1));
        assertTrue(cards.card(50).orElseThrow().isRemoved());
        cards.remove(first, 82, Changes.ACT, Changes.ANY, 71);
        assertEquals(armed(1, 0), store.find(1));
        KeptCard third = saved(53, 13, 1);
        cards.remove(third, 83, Changes.ACT, Changes.ANY, 72);
        cards.remove(second, 84, Changes.ACT, Changes.ANY, 73);
        assertEquals(AutoTopUpState.DISARMED, store.find(1).state());
        assertEquals("the saved card was removed", store.find(1).reason());
        // The owner is told of that, and once.
        assertEquals(72, count("SELECT sum(id) FROM account_notice WHERE kind = 11"));
        assertEquals(List.of(), cards.cards(1));
        assertEquals(List.of(), cards.toForget("gone", 9));
        assertEquals(
                List.of(50L, 51L, 53L),
                cards.toForget("card", 9).stream().map(KeptCard::id).toList());
        cards.forgotten(first, 90);
        assertEquals(
                List.of(51L, 53L), cards.toForget("card", 9).stream().map(KeptCard::id).toList());
        assertEquals(81, cards.card(50).orElseThrow().removedAtMs());
    }
}
