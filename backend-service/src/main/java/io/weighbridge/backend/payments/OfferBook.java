package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.payments.store.RefundOffer;
import io.weighbridge.backend.payments.store.RefundOfferState;
import io.weighbridge.backend.payments.store.RefundOfferStore;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Writes how offers of refunds stand, each with the credit that follows for its payment, in the
/// turn of its order. Asks no provider.
final class OfferBook {
    private final RefundOfferStore offers;
    private final OrderStore orders;
    private final PaymentStore payments;
    private final Moves moves;
    private final OrderTurns turns;
    private final IdSource ids;
    private final TimeSource time;

    OfferBook(
            RefundOfferStore offers,
            OrderStore orders,
            PaymentStore payments,
            Moves moves,
            OrderTurns turns,
            IdSource ids,
            TimeSource time) {
        this.offers = offers;
        this.orders = orders;
        this.payments = payments;
        this.moves = moves;
        this.turns = turns;
        this.ids = ids;
        this.time = time;
    }

    Payment payment(long id) {
        return payments.find(id).orElseThrow();
    }

    Order order(long id) {
        return orders.find(id).orElseThrow();
    }

    /// What its provider is asked for.
    RefundPages.Asked toAsk(UUID id, long paymentId, long amountNanos) {
        Payment payment = payment(paymentId);
        return new RefundPages.Asked(
                id.toString(),
                payment.checkout(),
                amountNanos,
                order(payment.orderId()).currency(),
                IdKind.ORDER.format(payment.orderId()));
    }

    /// Takes the credit of a refund back that has no page yet, unless that is done already.
    ///
    /// @param ifNew a fault keeps it from being made
    RefundOffer begin(
            PaymentRefund asked,
            UUID id,
            PaymentProvider provider,
            Change change,
            Runnable ifNew,
            long nextAtMs) {
        return turns.on(
                asked.orderId(),
                () -> {
                    RefundOffer known = offers.find(id).orElse(null);
                    if (known != null) {
                        return known;
                    }
                    moves.finish(payment(asked.paymentId()));
                    ifNew.run();
                    RefundOffer offer =
                            RefundOffer.planned(
                                    id,
                                    payment(asked.paymentId()),
                                    asked.operationId(),
                                    asked.amountNanos(),
                                    nextAtMs,
                                    time.wallMs());
                    write(offer, provider, change);
                    return offer;
                });
    }

    /// Says that the page is being asked for now, of one of which none was found.
    ///
    /// @param offer as it was before the page was looked for
    /// @return as it is now: refused, when the money that it is of has gone
    /// @throws Fault PROVIDER_UNAVAILABLE when it was asked for a short time ago, or by another
    RefundOffer claim(RefundOffer offer, PaymentProvider provider, long pauseMs) {
        return change(
                offer,
                now -> {
                    Payment payment = payment(now.paymentId());
                    moves.finish(payment);
                    boolean isSince = now.askedAtMs() != offer.askedAtMs();
                    if (isSince || now.askedAtMs() + pauseMs > time.wallMs()) {
                        throw Fault.of(
                                ErrorCode.PROVIDER_UNAVAILABLE,
                                provider.name()
                                        + ": the page was asked for already, and is looked for"
                                        + " again (expected: an answer; ask again with the same"
                                        + " id in "
                                        + pauseMs / 1_000
                                        + " s)");
                    }
                    if (payment.refundedNanos() + payment.disputedNanos()
                            > payment.arrivedNanos()) {
                        return end(now, provider, "what arrived is less by now");
                    }
                    RefundOffer asked = now.asked(time.wallMs());
                    write(asked, provider, null);
                    return asked;
                });
    }

    /// There is a page.
    RefundOffer offered(
            RefundOffer offer, RefundPages.Page page, PaymentProvider provider, long nextAtMs) {
        return change(
                offer,
                now -> {
                    RefundOffer offered =
                            now.offered(page.reference(), page.link(), nextAtMs, time.wallMs());
                    write(offered, provider, outcome(now, offered));
                    return offered;
                });
    }

    /// The provider makes no page: the credit comes back.
    RefundOffer refused(RefundOffer offer, PaymentProvider provider, String why) {
        return change(offer, now -> end(now, provider, why));
    }

    private RefundOffer end(RefundOffer now, PaymentProvider provider, String why) {
        RefundOffer ended = now.standing(RefundOfferState.REFUSED, why, 0, 0, 0, time.wallMs());
        write(ended, provider, outcome(now, ended));
        return ended;
    }

    // Only as long as it has no page: two may be at it.
    private RefundOffer change(RefundOffer offer, UnaryOperator<RefundOffer> how) {
        return turns.on(
                offer.orderId(),
                () -> {
                    RefundOffer now = offers.find(offer.id()).orElseThrow();
                    return now.state() == RefundOfferState.PLANNED ? how.apply(now) : now;
                });
    }

    /// Takes over how its page stands. What was approved once counts as given back for ever.
    RefundOffer stands(
            RefundOffer offer,
            RefundPages.Standing standing,
            PaymentProvider provider,
            long nextAtMs) {
        return turns.on(
                offer.orderId(),
                () -> {
                    RefundOffer now = offers.find(offer.id()).orElseThrow();
                    if (now.state().isEnd()) {
                        return now;
                    }
                    RefundOffer next = Offers.next(now, standing, nextAtMs, time.wallMs());
                    if (!isSame(now, next)) {
                        write(next, provider, outcome(now, next));
                    }
                    return next;
                });
    }

    private static boolean isSame(RefundOffer now, RefundOffer next) {
        return now.state() == next.state()
                && now.givenNanos() == next.givenNanos()
                && now.committedNanos() == next.committedNanos();
    }

    private void write(RefundOffer offer, PaymentProvider provider, @Nullable Change change) {
        Payment payment = payment(offer.paymentId());
        moves.finish(payment);
        long refundedNanos =
                offer.givenNanos()
                        + offers.of(payment.id()).stream()
                                .filter(each -> !each.id().equals(offer.id()))
                                .mapToLong(RefundOffer::givenNanos)
                                .sum();
        long nowMs = time.wallMs();
        if (refundedNanos == payment.refundedNanos()) {
            offers.offer(offer, null, nowMs, change);
            return;
        }
        OrderStanding before = orders.standing(payment.orderId()).orElseThrow();
        OrderBook book = new OrderBook(before, provider, ids, nowMs);
        Told.Standing told =
                new Told.Standing(
                        payment.reference(), before.order().currency(), refundedNanos, List.of());
        book.take(told)
                .ifPresent(
                        unfit -> {
                            throw new IllegalStateException(unfit);
                        });
        PaymentStore.Decided decided = book.decided(null);
        turns.changed(payment.orderId());
        offers.offer(offer, decided, nowMs, change);
        decided.payments().forEach(moves::finish);
    }

    // Without the link: who has it can claim the money.
    private Change outcome(RefundOffer before, RefundOffer after) {
        return Change.by(
                Moves.act(payment(after.paymentId())),
                time.wallMs(),
                "payment.refund-outcome",
                IdKind.PAYMENT.format(after.paymentId()),
                json(before),
                json(after),
                after.why());
    }

    private static String json(RefundOffer offer) {
        return JsonText.object()
                .add("operation", offer.operationId().toString())
                .add("outcome", offer.state().name())
                .add("page", offer.reference())
                .add("amountNanos", offer.amountNanos())
                .add("givenNanos", offer.givenNanos())
                .toString();
    }
}
