package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.MovingAlone;
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
import java.util.OptionalLong;
import java.util.UUID;

/// Payments as operators see them, and giving money back. For threads that may wait.
public final class Payments {
    private final PaymentStore store;
    private final Crediting crediting;
    private final Providers providers;
    private final Orders orders;
    private final Accounts accounts;
    private final ChangeLog log;
    private final TimeSource time;

    Payments(
            PaymentStore store,
            Crediting crediting,
            Providers providers,
            Orders orders,
            Accounts accounts,
            ChangeLog log,
            TimeSource time) {
        this.store = store;
        this.crediting = crediting;
        this.providers = providers;
        this.orders = orders;
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
    /// @param alone decides what who asks may move alone
    /// @throws Fault PAYMENT_UNKNOWN, INVALID_FIELD, INSUFFICIENT_CREDIT, PERMISSION_DENIED,
    ///     PROVIDER_REFUSED, PROVIDER_UNAVAILABLE (it may have happened: ask again with the same
    ///     id)
    public Payment refund(
            long id,
            UUID operationId,
            long amountNanos,
            boolean evenBelowZero,
            String reason,
            MovingAlone alone) {
        Check.text("reason", reason, 1, 200);
        Payment payment = require(id);
        Order order = orders.require(payment.orderId());
        UUID use = Uses.ofRefund(id, operationId);
        OptionalLong earlier = alone.counted(use);
        long amount = amountNanos == 0 ? earlier.orElse(payment.keptNanos()) : amountNanos;
        Check.range("amount_nanos", amount, 1, payment.arrivedNanos());
        if (earlier.isEmpty() && !evenBelowZero) {
            requireCredit(payment, order, amount);
        }
        alone.count(use, amount);
        PaymentProvider provider = providers.require(payment.provider());
        // Before the money goes, so that no refund is without its entry, and what came of it is
        // found out even if no webhook tells it.
        JsonText asked = refundJson(operationId).add("amountNanos", amount);
        orders.askSoon(
                order.id(),
                payment.provider(),
                Change.now(
                        time.wallMs(),
                        "payment.refund",
                        IdKind.PAYMENT.format(id),
                        "",
                        asked.toString(),
                        reason));
        try {
            send(
                    provider,
                    new RefundToMake(
                            operationId.toString(),
                            payment.reference(),
                            amount,
                            order.currency(),
                            reason));
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.PROVIDER_REFUSED && earlier.isEmpty()) {
                alone.forget(use);
            }
            throw fault;
        }
        return takeBack(payment, operationId, provider, reason);
    }

    private void send(PaymentProvider provider, RefundToMake refund) {
        providers.ask(
                provider,
                () -> {
                    provider.refund(refund);
                    return true;
                });
    }

    // What calls hold is spent already.
    private void requireCredit(Payment payment, Order order, long amountNanos) {
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

    private Payment takeBack(
            Payment payment, UUID operationId, PaymentProvider provider, String reason) {
        Crediting.Outcome outcome =
                crediting.take(
                        provider,
                        () -> providers.ask(provider, () -> provider.ask(payment.checkout())),
                        _ -> null);
        Payment now = require(payment.id());
        log(
                "payment.refund-outcome",
                payment.id(),
                refundJson(operationId)
                        .add("outcome", outcome.state().name())
                        .add("why", outcome.reason())
                        .add("refundedNanos", now.refundedNanos())
                        .add("creditedNanos", now.creditedNanos()),
                reason);
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

    private static JsonText refundJson(UUID operationId) {
        return JsonText.object().add("operation", operationId.toString());
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
