package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.MovingAlone;
import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.ledger.accounts.RefundMaker;
import io.weighbridge.backend.ledger.accounts.Refunding;
import io.weighbridge.backend.payments.provider.MinorUnits;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.RefundToMake;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.HeldDispute;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.payments.store.RefundOffer;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.ChangeLog;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Payments as operators see them, and giving money back. For threads that may wait.
public final class Payments implements RefundMaker {
    private final PaymentStore store;
    private final Crediting crediting;
    private final Providers providers;
    private final Orders orders;
    private final RefundOffers offers;
    private final Accounts accounts;
    private final ChangeLog log;
    private final TimeSource time;

    Payments(
            PaymentStore store,
            Crediting crediting,
            Providers providers,
            Orders orders,
            RefundOffers offers,
            Accounts accounts,
            ChangeLog log,
            TimeSource time) {
        this.store = store;
        this.crediting = crediting;
        this.providers = providers;
        this.orders = orders;
        this.offers = offers;
        this.accounts = accounts;
        this.log = log;
        this.time = time;
    }

    /// The payment with this id.
    ///
    /// @throws Fault PAYMENT_UNKNOWN
    public Payment require(long id) {
        return store.find(id)
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.PAYMENT_UNKNOWN,
                                        "payment: "
                                                + IdKind.PAYMENT.format(id)
                                                + " (expected: the id of a payment)"));
    }

    /// Newest first.
    ///
    /// @param accountId 0 for all accounts
    public Page<Payment> list(long accountId, PageKey page) {
        return store.list(accountId, page);
    }

    /// A payment's moves of credit, in their order.
    public List<Move> moves(long paymentId) {
        return store.moves(paymentId);
    }

    /// A payment's disputes.
    public List<HeldDispute> disputes(long paymentId) {
        return store.disputes(paymentId);
    }

    /// All disputes, those of the newest payments first.
    public Page<HeldDispute> listDisputes(PageKey page) {
        return store.listDisputes(page);
    }

    /// Gives money back to the customer. The credit is taken back as the provider tells what came
    /// of it, which is asked at once. Asked twice with one id it is given back once.
    ///
    /// @param amountNanos 0 for all that was left when it was asked with this id first
    /// @param evenBelowZero whether more credit may be taken back than is there
    /// @param refunding decides whether who asks gives it back alone
    /// @throws Fault PAYMENT_UNKNOWN, INVALID_FIELD, REFUND_ABOVE_PAYMENT, INSUFFICIENT_CREDIT,
    ///     PROVIDER_REFUSED, PROVIDER_UNAVAILABLE (it may have happened: ask again with the same
    ///     id), and what the decision refuses
    public RefundAnswer refund(
            long id,
            UUID operationId,
            long amountNanos,
            boolean evenBelowZero,
            String reason,
            Refunding refunding) {
        Check.text("reason", reason, 1, 200);
        Payment payment = require(id);
        UUID use = Uses.ofRefund(id, operationId);
        OptionalLong earlier =
                refunding
                        .asked(operationId)
                        .map(waiting -> OptionalLong.of(waiting.amountNanos()))
                        .orElseGet(() -> refunding.counted(use));
        long amount = amountNanos == 0 ? earlier.orElse(payment.keptNanos()) : amountNanos;
        Check.range("amount_nanos", amount, 1, payment.arrivedNanos());
        PaymentRefund asked =
                new PaymentRefund(
                        payment.accountId(),
                        payment.orderId(),
                        id,
                        operationId,
                        amount,
                        evenBelowZero,
                        reason);
        if (earlier.isEmpty()) {
            requirePossible(asked);
        }
        return switch (refunding.decide(use, asked)) {
            case Refunding.Alone _ ->
                    new RefundAnswer.Refunded(alone(asked, use, earlier.isEmpty(), refunding));
            case Refunding.Waiting waiting -> new RefundAnswer.Waiting(waiting.pending());
            case Refunding.Made _ -> new RefundAnswer.Refunded(require(id));
        };
    }

    private Payment alone(PaymentRefund asked, UUID use, boolean isFirst, MovingAlone alone) {
        boolean isOffered;
        try {
            isOffered = send(asked);
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.PROVIDER_REFUSED && isFirst) {
                alone.forget(use);
            }
            throw fault;
        }
        return isOffered ? require(asked.paymentId()) : takeBack(asked);
    }

    @Override
    public void make(PaymentRefund asked) {
        if (send(asked)) {
            return;
        }
        try {
            var _ = takeBack(asked);
        } catch (Fault fault) {
            // The money has gone: whatever this is, it is no refusal of the refund.
            throw Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, fault.text());
        }
    }

    // Returns whether the customer claims it on a page, and its credit is taken back already.
    private boolean send(PaymentRefund asked) {
        Payment payment = require(asked.paymentId());
        Order order = orders.require(payment.orderId());
        PaymentProvider provider = providers.require(payment.provider());
        Change change =
                Change.now(
                        time.wallMs(),
                        "payment.refund",
                        IdKind.PAYMENT.format(payment.id()),
                        "",
                        refundJson(asked).add("amountNanos", asked.amountNanos()).toString(),
                        asked.note());
        // It may be asked again long after it was allowed.
        Runnable ifNew = () -> requirePossible(asked);
        if (provider.refundPages().isPresent()) {
            var _ = offers.give(asked, provider, change, ifNew);
            return true;
        }
        // Before the money goes, so that no refund is without its entry, and what came of it is
        // found out even if no webhook tells it.
        orders.askSoon(order.id(), payment.provider(), change);
        RefundToMake refund =
                new RefundToMake(
                        asked.operationId().toString(),
                        payment.reference(),
                        asked.amountNanos(),
                        order.currency(),
                        asked.note(),
                        ifNew);
        return providers.refund(
                provider,
                () -> {
                    provider.refund(refund);
                    return false;
                });
    }

    /// Refunds of a payment that the customer claims on a page, oldest first.
    List<RefundOffer> offers(long paymentId) {
        return offers.of(require(paymentId).id());
    }

    /// The one of an operation; empty for none.
    Optional<RefundOffer> offer(long paymentId, UUID operationId) {
        return offers.find(paymentId, operationId);
    }

    /// Whether what is given back of it is claimed on a page.
    boolean isRefundedByPage(Payment payment) {
        return providers.find(payment.provider()).flatMap(PaymentProvider::refundPages).isPresent();
    }

    @Override
    public void requirePossible(PaymentRefund asked) {
        Payment payment = require(asked.paymentId());
        // The settings may name another by now.
        var _ = providers.require(payment.provider());
        String currency = orders.require(payment.orderId()).currency();
        if (asked.amountNanos() % MinorUnits.nanosPerUnit(currency) != 0) {
            throw Fault.invalid(
                    "amount_nanos", asked.amountNanos(), "whole smallest units of " + currency);
        }
        if (asked.amountNanos() > payment.keptNanos()) {
            throw Fault.of(
                    ErrorCode.REFUND_ABOVE_PAYMENT,
                    "amount_nanos: "
                            + asked.amountNanos()
                            + " (expected: at most what is left of the payment, neither given back"
                            + " nor in dispute, "
                            + payment.keptNanos()
                            + ")");
        }
        if (!asked.evenBelowZero()) {
            requireCredit(payment, asked.amountNanos());
        }
    }

    // What calls hold is spent already.
    private void requireCredit(Payment payment, long amountNanos) {
        Order order = orders.require(payment.orderId());
        long left = order.creditNanos(Math.max(0, payment.keptNanos() - amountNanos));
        long taken = payment.creditedNanos() - left;
        Accounts.Balance balance = accounts.balance(payment.accountId(), 0);
        long available = balance.availableNanos().orElse(balance.balanceNanos());
        if (taken > available) {
            throw Fault.of(
                    ErrorCode.INSUFFICIENT_CREDIT,
                    "amount_nanos: takes back "
                            + Nanos.toDecimal(taken)
                            + " of credit (expected: at most what is there, "
                            + Nanos.toDecimal(available)
                            + ", or even_below_zero)");
        }
    }

    private Payment takeBack(PaymentRefund asked) {
        Payment payment = require(asked.paymentId());
        PaymentProvider provider = providers.require(payment.provider());
        Crediting.Outcome outcome =
                crediting.take(
                        provider,
                        () -> providers.ask(provider, () -> provider.ask(payment.checkout())),
                        _ -> null);
        Payment now = require(payment.id());
        log(
                "payment.refund-outcome",
                payment.id(),
                refundJson(asked)
                        .add("outcome", outcome.state().name())
                        .add("why", outcome.reason())
                        .add("refundedNanos", now.refundedNanos())
                        .add("creditedNanos", now.creditedNanos()),
                asked.note());
        if (outcome.state() != DeliveryState.HANDLED) {
            throw Fault.of(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    "the money was given back, and its credit is not taken back yet: "
                            + outcome.reason()
                            + " (expected: an answer about this payment; ask again with the same"
                            + " id)");
        }
        return now;
    }

    private static JsonText refundJson(PaymentRefund asked) {
        return JsonText.object().add("operation", asked.operationId().toString());
    }

    private void log(String action, long paymentId, JsonText after, String reason) {
        String target = IdKind.PAYMENT.format(paymentId);
        log.append(Change.now(time.wallMs(), action, target, "", after.toString(), reason));
    }

    /// How well a provider answers.
    Providers.Health health(PaymentProvider provider) {
        return providers.health(provider);
    }
}
