package io.weighbridge.backend.payments;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.CheckoutState;
import io.weighbridge.backend.payments.store.DeliveryDecision;
import io.weighbridge.backend.payments.store.HeldDispute;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An order and its payments while what a provider told is taken over: compares it with the order,
/// and says what follows for the credit. Asks nobody and writes nothing. For one thread.
final class OrderBook {
    private final OrderStanding before;
    private final PaymentProvider provider;
    private final IdSource ids;
    private final long nowMs;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final List<OpenedCheckout> checkouts;
    private final List<HeldDispute> disputes = new ArrayList<>();
    private Order order;
    private String excess = "";

    /// @param provider who tells
    OrderBook(OrderStanding before, PaymentProvider provider, IdSource ids, long nowMs) {
        this.before = before;
        this.provider = provider;
        this.ids = ids;
        this.nowMs = nowMs;
        this.order = before.order();
        this.checkouts = new ArrayList<>(before.checkouts());
        before.payments().stream()
                .filter(payment -> payment.provider().equals(provider.name()))
                .forEach(payment -> payments.put(payment.reference(), payment));
    }

    /// Takes one thing over.
    ///
    /// @return why it fits nothing of ours; empty when it does
    Optional<String> take(Told told) {
        return Optional.ofNullable(
                switch (told) {
                    case Told.Waiting w -> pending(w.claim());
                    case Told.Arrived a -> arrived(a);
                    case Told.Excess e -> excess(e);
                    case Told.Closed c -> closed(c);
                    case Told.Standing s -> standing(s);
                    case Told.Foreign f -> f.why();
                    case Told.RefundPage _ -> "a page is of a payment, not of an order";
                });
    }

    /// Why a claim is not about this order; null when it is.
    private @Nullable String mismatch(OrderClaim claim) {
        List<OpenedCheckout> opened =
                checkouts.stream().filter(each -> each.provider().equals(provider.name())).toList();
        if (opened.isEmpty()) {
            return "no checkout was opened at " + provider.name() + " for the order";
        }
        if (placeOf(claim) < 0) {
            return "checkout: "
                    + claim.checkout()
                    + " (expected: the order's, "
                    + opened.stream()
                            .map(OpenedCheckout::reference)
                            .collect(Collectors.joining(" or "))
                    + ")";
        }
        if (!claim.currency().equals(order.currency())) {
            return "currency: " + claim.currency() + " (expected: " + order.currency() + ")";
        }
        if (claim.totalNanos() != order.totalNanos()) {
            return "total: "
                    + Nanos.toDecimal(claim.totalNanos())
                    + " (expected: the order's, "
                    + Nanos.toDecimal(order.totalNanos())
                    + ")";
        }
        return null;
    }

    // The place of the checkout that a claim names, an ended one too: money may come late; -1 for
    // none. Without a reference the answer to our opening it was lost: it says so itself now.
    private int placeOf(OrderClaim claim) {
        int unnamed = -1;
        for (int i = 0; i < checkouts.size(); i++) {
            OpenedCheckout each = checkouts.get(i);
            if (each.provider().equals(provider.name())) {
                if (each.reference().equals(claim.checkout())) {
                    return i;
                }
                unnamed = each.reference().isEmpty() ? i : unnamed;
            }
        }
        return unnamed;
    }

    /// @return whether it was in another state before
    private boolean mark(OrderClaim claim, CheckoutState state) {
        int place = placeOf(claim);
        return checkouts.set(place, checkouts.get(place).with(state)).state() != state;
    }

    private boolean isAny(CheckoutState state) {
        return checkouts.stream().anyMatch(each -> each.state() == state);
    }

    private @Nullable String pending(OrderClaim claim) {
        String mismatch = mismatch(claim);
        if (mismatch != null) {
            return mismatch;
        }
        var _ = mark(claim, CheckoutState.WAITING);
        // What ended stays ended until money is there: nothing would end the waiting again.
        boolean open =
                order.state() == OrderState.OPEN
                        || (order.state() == OrderState.FAILED && nowMs < order.expiresAtMs());
        if (open) {
            order = order.with(OrderState.PENDING, "", nowMs);
        }
        return null;
    }

    private @Nullable String arrived(Told.Arrived told) {
        if (told.totalNanos() < 0 || told.totalNanos() > Nanos.AMOUNT_MAX) {
            return "arrived: " + told.totalNanos() + " (expected: an amount)";
        }
        Payment known = payments.get(told.payment());
        if (known != null) {
            // Compared when it came first, or an operator said whose it is.
            boolean same = told.claim().currency().equals(order.currency());
            if (!same) {
                return "currency: " + told.claim().currency();
            }
            put(known.arrived(told.totalNanos(), nowMs));
            return null;
        }
        String mismatch = mismatch(told.claim());
        if (mismatch != null) {
            return mismatch;
        }
        if (provider.method() == PaymentMethod.CARD && told.totalNanos() != order.totalNanos()) {
            return "arrived: "
                    + Nanos.toDecimal(told.totalNanos())
                    + " (expected: "
                    + Nanos.toDecimal(order.totalNanos())
                    + ")";
        }
        put(
                Payment.first(
                        ids.next(),
                        order,
                        provider.name(),
                        told.payment(),
                        told.claim().checkout(),
                        told.totalNanos(),
                        nowMs));
        return null;
    }

    // It counts from when an operator gave it to this order.
    private @Nullable String excess(Told.Excess told) {
        if (payments.containsKey(told.payment())) {
            return arrived(told.asArrived());
        }
        excess = told.totalNanos() > 0 ? told.why() : "";
        return mismatch(told.claim());
    }

    /// Takes a payment over that an operator said is for this order.
    ///
    /// @throws Fault INVALID_FIELD (another currency, no amount), ORDER_CLOSED (no amount chosen)
    void assign(Told.Arrived told) {
        if (order.amountNanos() == 0) {
            throw order.closed("one whose amount is chosen");
        }
        if (!told.claim().currency().equals(order.currency())) {
            throw Fault.invalid("currency", told.claim().currency(), order.currency());
        }
        Check.range("arrived_nanos", told.totalNanos(), 1, Nanos.AMOUNT_MAX);
        put(
                Payment.first(
                        ids.next(),
                        order,
                        provider.name(),
                        told.payment(),
                        told.claim().checkout(),
                        told.totalNanos(),
                        nowMs));
    }

    private void put(Payment payment) {
        payments.put(payment.reference(), payment);
    }

    private @Nullable String closed(Told.Closed told) {
        String mismatch = mismatch(told.claim());
        if (mismatch != null) {
            return mismatch;
        }
        if (told.reason() == Told.CloseReason.INVALID) {
            for (Payment payment : List.copyOf(payments.values())) {
                if (payment.checkout().equals(told.claim().checkout())) {
                    put(payment.arrived(0, nowMs));
                }
            }
        }
        boolean waitsSomewhere =
                order.state() == OrderState.PENDING && !isAny(CheckoutState.WAITING);
        // Told again, it says nothing of the others.
        boolean isNews = mark(told.claim(), CheckoutState.ENDED);
        if (waitsSomewhere && isAny(CheckoutState.OPEN)) {
            // Kept from before it was known of which one: it may be another.
            return null;
        }
        if (isNews && (order.state() == OrderState.OPEN || order.state() == OrderState.PENDING)) {
            OrderState after = afterClosing(told.reason());
            if (after != OrderState.PENDING) {
                order = order.with(after, told.why(), nowMs);
            } else if (order.state() != OrderState.PENDING) {
                order = order.with(OrderState.PENDING, "", nowMs);
            }
        }
        return null;
    }

    // A checkout's end is not the order's, which ends by its own time: until then another may be
    // opened, or one at another provider paid.
    private OrderState afterClosing(Told.CloseReason reason) {
        if (isAny(CheckoutState.WAITING)) {
            return OrderState.PENDING;
        }
        boolean more = nowMs < order.expiresAtMs();
        if (reason == Told.CloseReason.EXPIRED) {
            return more ? OrderState.OPEN : OrderState.EXPIRED;
        }
        return more && isAny(CheckoutState.OPEN) ? OrderState.OPEN : OrderState.FAILED;
    }

    private @Nullable String standing(Told.Standing told) {
        Payment payment = payments.get(told.payment());
        if (payment == null) {
            return "payment: " + told.payment() + " (expected: one of the order's)";
        }
        if (!told.currency().equals(order.currency())) {
            return "currency: " + told.currency() + " (expected: " + order.currency() + ")";
        }
        for (Told.Dispute dispute : told.disputes()) {
            if (dispute.amountNanos() < 0 || dispute.amountNanos() > Nanos.AMOUNT_MAX) {
                return "dispute " + dispute.id() + ": " + dispute.amountNanos();
            }
            disputes.add(new HeldDispute(payment.id(), dispute, nowMs, nowMs));
        }
        if (told.refundedNanos() < 0 || told.refundedNanos() > Nanos.AMOUNT_MAX) {
            return "refunded: " + told.refundedNanos() + " (expected: an amount)";
        }
        put(payment.standing(told.refundedNanos(), told.disputedNanos(), nowMs));
        return null;
    }

    /// What was taken over, to be written together.
    ///
    /// @param delivery what becomes of the one that it came by; null for none
    PaymentStore.Decided decided(@Nullable DeliveryDecision delivery) {
        List<Payment> changed = new ArrayList<>();
        List<Move> moves = new ArrayList<>();
        for (Payment payment : payments.values()) {
            Payment old = before.payment(payment.id()).orElse(null);
            long target = order.creditNanos(payment.keptNanos());
            long delta = target - payment.creditedNanos();
            Payment now = payment;
            if (delta != 0) {
                now = payment.moved(target);
                moves.add(Move.planned(now.id(), now.steps(), delta, nowMs));
            }
            if (old == null || !now.sameAs(old)) {
                changed.add(now);
            }
        }
        settleOrder();
        return new PaymentStore.Decided(
                order.equals(before.order()) ? null : order,
                checkouts.stream().filter(each -> !before.checkouts().contains(each)).toList(),
                changed,
                moves,
                disputes,
                notices(),
                ids.next(),
                delivery);
    }

    private List<Notice> notices() {
        if (order.state() != OrderState.FAILED || before.order().state() == OrderState.FAILED) {
            return List.of();
        }
        return List.of(
                new Notice(
                        ids.next(),
                        order.accountId(),
                        nowMs,
                        NoticeKind.PAYMENT_FAILED,
                        0,
                        IdKind.ORDER.format(order.id()) + ": " + order.why()));
    }

    private void settleOrder() {
        long arrived = arrivedNanos();
        if (arrived > 0) {
            String fill = fill(arrived);
            String why = fill.isEmpty() || excess.isEmpty() ? fill + excess : fill + "; " + excess;
            if (order.state() != OrderState.PAID || !order.why().equals(why)) {
                order = order.with(OrderState.PAID, why, nowMs);
            }
        } else if (order.state() == OrderState.PAID) {
            order = order.with(OrderState.FAILED, "what had been paid does not count", nowMs);
        } else if (!excess.isEmpty() && !order.why().equals(excess)) {
            order = order.with(order.state(), excess, nowMs);
        }
    }

    private long arrivedNanos() {
        long others =
                before.payments().stream()
                        .filter(payment -> !payment.provider().equals(provider.name()))
                        .mapToLong(Payment::arrivedNanos)
                        .sum();
        return others + payments.values().stream().mapToLong(Payment::arrivedNanos).sum();
    }

    private String fill(long arrived) {
        long firstAtMs =
                payments.values().stream().mapToLong(Payment::createdAtMs).min().orElse(nowMs);
        String late = firstAtMs > order.expiresAtMs() ? "late; " : "";
        String amounts =
                Nanos.toDecimal(arrived)
                        + " of "
                        + Nanos.toDecimal(order.totalNanos())
                        + " arrived";
        if (arrived < order.totalNanos()) {
            return late + "underpaid: " + amounts;
        }
        return arrived > order.totalNanos()
                ? late + "overpaid: " + amounts
                : late.isEmpty() ? "" : "late";
    }
}
