package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.CardOrders;
import io.weighbridge.backend.payments.provider.CardAnswer;
import io.weighbridge.backend.payments.provider.CardCharge;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.SavedCards;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.metrics.Counts;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;

/// Takes an attempt to its end, from wherever a crash, a lost answer or a webhook left it. The
/// provider does a charge once for each order; its credit goes the way of every payment.
final class Charging {
    /// When the provider is asked again at first: later than a call may take.
    static final long FIRST_AGAIN_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Charging.class);
    private static final int DOUBLINGS_MAX = 6;
    // After about three hours it is only looked for: a provider may keep an error of its own under
    // the order's key.
    private static final int ASKED_MOST = 8;
    private static final long HOUR_MS = 60 * 60_000;
    // After the first, second and third failure running; after the next it ends.
    private static final List<Long> BACK_OFF_MS = List.of(HOUR_MS, 4 * HOUR_MS, 24 * HOUR_MS);

    private final AutoTopUpStore store;
    private final CardStore cards;
    private final CardOrders orders;
    private final LongPredicate mayPay;
    private final Counts<AttemptOutcome> outcomes;
    private final IdSource ids;
    private final TimeSource time;

    /// @param mayPay whether an account may be charged now at all
    /// @param outcomes where those that end are counted
    Charging(
            AutoTopUpStore store,
            CardStore cards,
            CardOrders orders,
            LongPredicate mayPay,
            Counts<AttemptOutcome> outcomes,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.cards = cards;
        this.orders = orders;
        this.mayPay = mayPay;
        this.outcomes = outcomes;
        this.ids = ids;
        this.time = time;
    }

    /// Goes on with one that is open.
    ///
    /// @return whether its provider answered
    boolean goOn(Attempt attempt) {
        // Before it is asked, so that one that cannot be answered keeps no other from its turn.
        store.asked(
                attempt,
                time.wallMs() + (FIRST_AGAIN_MS << Math.min(attempt.asked(), DOUBLINGS_MAX)));
        try {
            OrderStanding standing = orders.standing(attempt.orderId());
            if (!endIfPaid(attempt, standing)) {
                ask(attempt, standing);
            }
            return true;
        } catch (Fault fault) {
            LOG.warn(
                    "The charge for {} is looked at later: {}",
                    IdKind.ORDER.format(attempt.orderId()),
                    fault.logText());
            return fault.code() != ErrorCode.PROVIDER_UNAVAILABLE;
        }
    }

    private void ask(Attempt attempt, OrderStanding standing) {
        KeptCard card = cards.card(attempt.cardId()).orElseThrow();
        PaymentProvider provider = provider(card.provider());
        SavedCards kept = provider == null ? null : provider.savedCards().orElse(null);
        if (provider == null || kept == null) {
            return; // It may be in the settings again one day.
        }
        String known = standing.checkouts().getFirst().reference();
        CardCharge charge =
                new CardCharge(
                        orders.toPay(standing.order()),
                        card.card().customer(),
                        card.card().method(),
                        attempt.startedAtMs());
        // What other money has paid is only looked for.
        boolean mayCharge =
                known.isEmpty()
                        && standing.order().state() != OrderState.PAID
                        && mayCharge(attempt, card, kept);
        CardAnswer answer =
                orders.ask(
                        provider, () -> mayCharge ? kept.charge(charge) : kept.find(charge, known));
        switch (answer) {
            case CardAnswer.Made made -> {
                note(attempt, provider, known, made.reference());
                orders.look(provider, made.reference());
                var _ = endIfPaid(attempt, orders.standing(attempt.orderId()));
            }
            case CardAnswer.Declined declined -> {
                note(attempt, provider, known, declined.reference());
                if (!isFailed(attempt, declined) && !declined.reference().isEmpty()) {
                    orders.look(provider, declined.reference());
                    var _ = isFailed(attempt, declined);
                }
            }
            case CardAnswer.Unknown _ -> {
                var _ = isEndedUncharged(attempt);
            }
        }
    }

    private @Nullable PaymentProvider provider(String name) {
        return orders.providers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    // Else it is only looked for: what was asked for already may have happened.
    private boolean mayCharge(Attempt attempt, KeptCard card, SavedCards kept) {
        return store.find(attempt.accountId()).isArmed()
                && !card.isRemoved()
                && attempt.asked() < ASKED_MOST
                && time.wallMs() - attempt.startedAtMs() < kept.repeatableMs()
                && mayPay.test(attempt.accountId());
    }

    private void note(Attempt attempt, PaymentProvider provider, String known, String reference) {
        if (!reference.isEmpty() && !reference.equals(known)) {
            orders.answered(attempt.orderId(), provider.name(), reference);
        }
    }

    // A webhook may have been first. The next one is not begun before the credit is there.
    private boolean endIfPaid(Attempt attempt, OrderStanding standing) {
        Payment own = own(standing).orElse(null);
        if (own == null) {
            return false;
        }
        if (own.steps() == 0 || !own.receipt().isEmpty()) {
            if (standing.checkouts().getFirst().reference().isEmpty()) {
                orders.answered(attempt.orderId(), own.provider(), own.reference());
            }
            long nowMs = time.wallMs();
            AutoTopUp topUp = store.find(attempt.accountId());
            end(
                    new AutoTopUpStore.Ended(
                            attempt.ended(AttemptOutcome.PAID, "", nowMs),
                            null,
                            topUp.failures() == 0 ? null : topUp.tried(0, 0, nowMs),
                            List.of(),
                            null));
        }
        return true;
    }

    /// The payment by which the charge paid the order: an operator may have given other money to
    /// it. A charge has no page: it is its own checkout.
    static Optional<Payment> own(OrderStanding standing) {
        if (standing.order().state() != OrderState.PAID) {
            return Optional.empty();
        }
        OpenedCheckout charged = standing.checkouts().getFirst();
        return standing.payments().stream()
                .filter(each -> each.provider().equals(charged.provider()))
                .filter(each -> each.checkout().equals(each.reference()))
                .filter(
                        each ->
                                charged.reference().isEmpty()
                                        || each.reference().equals(charged.reference()))
                .findFirst();
    }

    private void end(AutoTopUpStore.Ended ended) {
        if (store.end(ended)) {
            outcomes.add(ended.attempt().outcome());
        }
    }

    private boolean isEndedUncharged(Attempt attempt) {
        return isEndedUnpaid(
                attempt,
                order ->
                        new AutoTopUpStore.Ended(
                                attempt.ended(AttemptOutcome.NOT_CHARGED, "", time.wallMs()),
                                changed(order, "the card was not charged"),
                                null,
                                List.of(),
                                null));
    }

    // Its money may be there or on its way by now: then it stays open, and is looked at again.
    private boolean isEndedUnpaid(Attempt attempt, Function<Order, AutoTopUpStore.Ended> ending) {
        return orders.inTurn(
                attempt.orderId(),
                order -> {
                    boolean isUnpaid =
                            order.state() != OrderState.PENDING
                                    && own(orders.standing(order.id())).isEmpty();
                    if (isUnpaid) {
                        end(ending.apply(order));
                    }
                    return isUnpaid;
                });
    }

    private @Nullable Order changed(Order order, String why) {
        Order failed = orders.failed(order, why);
        return failed.equals(order) ? null : failed;
    }

    private boolean isFailed(Attempt attempt, CardAnswer.Declined declined) {
        return isEndedUnpaid(attempt, order -> declined(attempt, declined, order));
    }

    private AutoTopUpStore.Ended declined(
            Attempt attempt, CardAnswer.Declined declined, Order order) {
        long nowMs = time.wallMs();
        String why = "the saved card was declined: " + declined.code();
        Order failed = changed(order, why);
        AutoTopUp old = store.find(attempt.accountId());
        AutoTopUp now = old.isArmed() ? afterFailure(old, declined, why, nowMs) : null;
        boolean isOver = now != null && !now.isArmed();
        // An order that failed before was told of then.
        boolean isTold = failed != null || isOver;
        String text =
                IdKind.ORDER.format(order.id())
                        + ": "
                        + why
                        + (isOver ? "; automatic top-ups have ended" : "");
        return new AutoTopUpStore.Ended(
                attempt.ended(AttemptOutcome.DECLINED, declined.code(), nowMs),
                failed,
                now,
                isTold ? List.of(notice(attempt, text, nowMs)) : List.of(),
                now != null && isOver ? disarming(old, now, why, nowMs) : null);
    }

    private static AutoTopUp afterFailure(
            AutoTopUp old, CardAnswer.Declined declined, String why, long nowMs) {
        int failures = old.failures() + 1;
        return declined.isFinal() || failures > BACK_OFF_MS.size()
                ? old.disarmed(why, failures, nowMs)
                : old.tried(failures, nowMs + BACK_OFF_MS.get(failures - 1), nowMs);
    }

    private Notice notice(Attempt attempt, String text, long atMs) {
        return new Notice(
                ids.next(), attempt.accountId(), atMs, NoticeKind.PAYMENT_FAILED, 0, text);
    }

    private static Change disarming(AutoTopUp old, AutoTopUp now, String why, long nowMs) {
        return Change.by(
                CardRounds.act(),
                nowMs,
                "auto-topup.disarm",
                IdKind.ACCOUNT.format(old.accountId()),
                TopUpJson.of(old),
                TopUpJson.of(now),
                why);
    }
}
