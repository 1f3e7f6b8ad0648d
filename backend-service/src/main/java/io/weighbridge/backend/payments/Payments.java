package io.weighbridge.backend.payments;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/// Payments as operators see them, and giving money back. For threads that may wait.
public final class Payments {
    private final PaymentStore store;
    private final Crediting crediting;
    private final Providers providers;
    private final Orders orders;
    private final TimeSource time;

    Payments(
            PaymentStore store,
            Crediting crediting,
            Providers providers,
            Orders orders,
            TimeSource time) {
        this.store = store;
        this.crediting = crediting;
        this.providers = providers;
        this.orders = orders;
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
    /// @param amountNanos 0 for all that is left
    /// @param alone throws when who asks may not move an amount alone
    /// @throws Fault PAYMENT_UNKNOWN, INVALID_FIELD, PROVIDER_REFUSED, PROVIDER_UNAVAILABLE (it may
    ///     have happened: ask again with the same id)
    public Payment refund(
            long id, UUID operationId, long amountNanos, String reason, LongConsumer alone) {
        Check.text("reason", reason, 1, 200);
        Payment payment = require(id);
        Order order = orders.require(payment.orderId());
        long amount = amountNanos == 0 ? payment.keptNanos() : amountNanos;
        Check.range("amount_nanos", amount, 1, payment.arrivedNanos());
        alone.accept(amount);
        PaymentProvider provider = providers.require(payment.provider());
        // Before the money goes, so that no refund is without its entry, and what came of it is
        // found out even if no webhook tells it.
        orders.askSoon(
                order.id(),
                payment.provider(),
                Change.now(
                        time.wallMs(),
                        "payment.refund",
                        IdKind.PAYMENT.format(id),
                        "",
                        JsonText.object()
                                .add("operation", operationId.toString())
                                .add("amountNanos", amount)
                                .toString(),
                        reason));
        providers.ask(
                provider,
                () -> {
                    provider.refund(
                            new RefundToMake(
                                    operationId.toString(),
                                    payment.reference(),
                                    amount,
                                    order.currency(),
                                    reason));
                    return true;
                });
        var _ =
                crediting.take(
                        provider,
                        () -> providers.ask(provider, () -> provider.ask(payment.checkout())),
                        _ -> null);
        return require(id);
    }

    /// How well a provider answers.
    Providers.Health health(PaymentProvider provider) {
        return providers.health(provider);
    }
}
