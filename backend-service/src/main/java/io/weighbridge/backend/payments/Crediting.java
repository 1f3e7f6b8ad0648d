package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.DeliveryDecision;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Takes over what providers tell, and moves the credit that follows from it: the one place where
/// money becomes credit. Whatever order, repetition or loss it comes in, the sum of a payment's
/// moves ends at what its amounts say.
final class Crediting {
    private static final Logger LOG = LoggerFactory.getLogger(Crediting.class);
    private static final int PLANNED_MOST = 1_000;

    private final OrderStore orders;
    private final PaymentStore payments;
    private final Moves moves;
    private final RefundOffers offers;
    private final OrderTurns turns;
    private final IdSource ids;
    private final TimeSource time;

    Crediting(
            OrderStore orders,
            PaymentStore payments,
            Moves moves,
            RefundOffers offers,
            OrderTurns turns,
            IdSource ids,
            TimeSource time) {
        this.orders = orders;
        this.payments = payments;
        this.moves = moves;
        this.offers = offers;
        this.turns = turns;
        this.ids = ids;
        this.time = time;
    }

    /// What came of something told.
    ///
    /// @param reason why it is so; empty for nothing to say
    /// @param waitsFor the provider's id of a payment that is not known yet; empty for none
    record Outcome(DeliveryState state, String reason, String waitsFor, long orderId) {
        static Outcome unmatched(String reason, long orderId) {
            return new Outcome(DeliveryState.UNMATCHED, reason, "", orderId);
        }
    }

    /// How a delivery is decided by an outcome.
    interface Deciding {
        /// What becomes of the delivery; null when there is none.
        @Nullable DeliveryDecision by(Outcome outcome);
    }

    /// Takes over what a provider tells.
    ///
    /// @param reading asks the provider; again when its answer may be older than what is known
    /// @param deciding written in the same transaction as what follows
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED, BUSY, STORE_UNAVAILABLE
    Outcome take(PaymentProvider provider, Supplier<List<Told>> reading, Deciding deciding) {
        long askedAt = turns.now();
        List<Told> told = reading.get();
        if (told.isEmpty()) {
            return new Outcome(DeliveryState.OF_NO_INTEREST, "", "", 0);
        }
        if (told.getFirst() instanceof Told.RefundPage(String reference)) {
            return page(provider, reference, deciding);
        }
        OptionalLong order = orderOf(provider, told);
        if (order.isEmpty()) {
            return foreign(told).orElseGet(() -> unknown(told));
        }
        long orderId = order.getAsLong();
        return turns.on(
                orderId,
                () -> {
                    List<Told> fresh = turns.changedSince(orderId, askedAt) ? reading.get() : told;
                    return take(orderId, provider, fresh, deciding);
                });
    }

    private Outcome page(PaymentProvider provider, String reference, Deciding deciding) {
        OptionalLong order = offers.happened(provider, reference);
        if (order.isEmpty()) {
            return new Outcome(
                    DeliveryState.OF_NO_INTEREST, "a page that is of no refund of ours", "", 0);
        }
        long orderId = order.getAsLong();
        return turns.on(
                orderId,
                () -> {
                    Outcome outcome = new Outcome(DeliveryState.HANDLED, "", "", orderId);
                    OrderStanding now = standing(orderId).orElseThrow();
                    OrderBook book = new OrderBook(now, provider, ids, time.wallMs());
                    write(orderId, book.decided(deciding.by(outcome)));
                    return outcome;
                });
    }

    // A payment that is known says it best: an operator may have said whose it is.
    private OptionalLong orderOf(PaymentProvider provider, List<Told> told) {
        for (Told each : told) {
            String reference =
                    switch (each) {
                        case Told.Arrived a -> a.payment();
                        case Told.Standing s -> s.payment();
                        case Told.Waiting _,
                                Told.Excess _,
                                Told.Closed _,
                                Told.Foreign _,
                                Told.RefundPage _ ->
                                "";
                    };
            Optional<Payment> known =
                    reference.isEmpty()
                            ? Optional.empty()
                            : payments.find(provider.name(), reference);
            if (known.isPresent()) {
                return OptionalLong.of(known.get().orderId());
            }
        }
        for (Told each : told) {
            OrderClaim claim = claim(each);
            OptionalLong id =
                    claim == null ? OptionalLong.empty() : IdKind.ORDER.parse(claim.orderId());
            if (id.isPresent() && orders.find(id.getAsLong()).isPresent()) {
                return id;
            }
        }
        return OptionalLong.empty();
    }

    private static @Nullable OrderClaim claim(Told told) {
        return switch (told) {
            case Told.Waiting w -> w.claim();
            case Told.Arrived a -> a.claim();
            case Told.Excess e -> e.claim();
            case Told.Closed c -> c.claim();
            case Told.Standing _, Told.Foreign _, Told.RefundPage _ -> null;
        };
    }

    // Not for an operator here: the other installation has it.
    private static Optional<Outcome> foreign(List<Told> told) {
        return told.stream()
                .filter(Told.Foreign.class::isInstance)
                .map(
                        each ->
                                new Outcome(
                                        DeliveryState.OF_NO_INTEREST,
                                        ((Told.Foreign) each).why(),
                                        "",
                                        0))
                .findFirst();
    }

    private static Outcome unknown(List<Told> told) {
        for (Told each : told) {
            OrderClaim claim = claim(each);
            if (claim != null && isMoney(each)) {
                return Outcome.unmatched(
                        "order: "
                                + (claim.orderId().isEmpty() ? "none" : claim.orderId())
                                + " (expected: one of ours)",
                        0);
            }
        }
        for (Told each : told) {
            if (each instanceof Told.Standing standing) {
                return standing.refundedNanos() == 0 && standing.disputes().isEmpty()
                        ? new Outcome(DeliveryState.OF_NO_INTEREST, "", "", 0)
                        : new Outcome(
                                DeliveryState.WAITING,
                                "payment: " + standing.payment() + " is not known yet",
                                standing.payment(),
                                0);
            }
        }
        // Nothing was paid.
        return new Outcome(DeliveryState.OF_NO_INTEREST, "an order that is not ours", "", 0);
    }

    private Outcome take(
            long orderId, PaymentProvider provider, List<Told> told, Deciding deciding) {
        OrderStanding before = standing(orderId).orElseThrow();
        before.payments().forEach(moves::finish);
        OrderBook book = new OrderBook(before, provider, ids, time.wallMs());
        String unfit = "";
        boolean fits = false;
        for (Told each : told) {
            Optional<String> mismatch = book.take(each);
            // Money or its return that fits nothing is for an operator; the rest says nothing, and
            // hides no money that is told beside it.
            if (mismatch.isPresent() && isMoney(each)) {
                return foreign(told).orElseGet(() -> Outcome.unmatched(mismatch.get(), orderId));
            }
            fits |= mismatch.isEmpty();
            unfit = mismatch.orElse(unfit);
        }
        if (!fits) {
            return new Outcome(DeliveryState.OF_NO_INTEREST, unfit, "", orderId);
        }
        String left = left(provider, told);
        Outcome outcome =
                left.isEmpty()
                        ? new Outcome(DeliveryState.HANDLED, "", "", orderId)
                        : Outcome.unmatched(left, orderId);
        write(orderId, book.decided(deciding.by(outcome)));
        return outcome;
    }

    // What is not credited by itself, and what no operator has given to anybody yet; empty for
    // none.
    private String left(PaymentProvider provider, List<Told> told) {
        for (Told each : told) {
            if (each instanceof Told.Excess excess
                    && excess.totalNanos() > 0
                    && payments.find(provider.name(), excess.payment()).isEmpty()) {
                return excess.why();
            }
        }
        return "";
    }

    private static boolean isMoney(Told told) {
        return told instanceof Told.Arrived
                || told instanceof Told.Excess
                || told instanceof Told.Standing;
    }

    private void write(long orderId, PaymentStore.Decided decided) {
        turns.changed(orderId);
        payments.record(decided, time.wallMs(), null);
        decided.payments().forEach(moves::finish);
    }

    /// Gives an account the credit of a payment that fits no order, as an operator says.
    ///
    /// @param arrived the payment as it is now
    /// @param told all that the provider says now, what was given back included
    /// @param delivery what becomes of it
    /// @throws Fault INVALID_FIELD, ORDER_CLOSED (no amount; a saved card is being charged for it),
    ///     DELIVERY_DECIDED (the payment is an order's)
    void assign(
            long orderId,
            PaymentProvider provider,
            Told.Arrived arrived,
            List<Told> told,
            DeliveryDecision delivery,
            Change change) {
        var _ =
                turns.on(
                        orderId,
                        () -> {
                            OrderStanding before = standing(orderId).orElseThrow();
                            if (payments.find(provider.name(), arrived.payment()).isPresent()) {
                                throw delivery.lost();
                            }
                            // What the charge becomes could not be told from this money.
                            if (orders.isBeingCharged(orderId)) {
                                throw before.order()
                                        .closed(
                                                "one for which no saved card is being charged; make"
                                                        + " another");
                            }
                            OrderBook book = new OrderBook(before, provider, ids, time.wallMs());
                            book.assign(arrived);
                            told.stream()
                                    .filter(each -> isAbout(each, arrived.payment()))
                                    .flatMap(each -> book.take(each).stream())
                                    .findFirst()
                                    .ifPresent(Crediting::refuse);
                            PaymentStore.Decided decided = book.decided(delivery);
                            turns.changed(orderId);
                            payments.record(decided, time.wallMs(), change);
                            decided.payments().forEach(moves::finish);
                            return true;
                        });
    }

    private static boolean isAbout(Told told, String payment) {
        return told instanceof Told.Standing standing && standing.payment().equals(payment);
    }

    private static void refuse(String mismatch) {
        throw Fault.of(ErrorCode.INVALID_FIELD, mismatch);
    }

    /// How an order stands; empty when there is none.
    Optional<OrderStanding> standing(long orderId) {
        return orders.standing(orderId);
    }

    /// Does the moves that are planned and not done, at a start and now and then. What cannot be
    /// done now is done the next time.
    void finishPlanned() {
        for (Move move : payments.planned(PLANNED_MOST)) {
            try {
                payments.find(move.paymentId()).ifPresent(this::finish);
            } catch (Fault fault) {
                LOG.warn(
                        "The credit of payment {} is moved later: {}",
                        IdKind.PAYMENT.format(move.paymentId()),
                        fault.logText());
            }
        }
    }

    private void finish(Payment payment) {
        var _ =
                turns.on(
                        payment.orderId(),
                        () -> {
                            moves.finish(payment);
                            return true;
                        });
    }
}
