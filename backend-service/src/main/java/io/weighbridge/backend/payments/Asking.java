package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.OrderClaim;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.Told;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Supplier;

/// Asks a provider how a checkout stands, and takes over what it says. For threads that may wait.
///
/// @param deliveries where what fits nothing is put before an operator
record Asking(Crediting crediting, Deliveries deliveries, Providers providers) {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    /// Asks about one.
    ///
    /// @param checkout as [Checkout#reference]
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED, BUSY, STORE_UNAVAILABLE
    void about(PaymentProvider provider, String checkout) {
        take(provider, checkout, () -> ask(provider, checkout));
    }

    /// Asks about one whose time is over. One that the provider knows no more has ended.
    ///
    /// @param order whose it is
    /// @throws Fault PROVIDER_UNAVAILABLE, BUSY, STORE_UNAVAILABLE
    void aboutOver(PaymentProvider provider, Order order, String checkout) {
        OrderClaim claim =
                new OrderClaim(
                        IdKind.ORDER.format(order.id()),
                        checkout,
                        order.totalNanos(),
                        order.currency());
        take(provider, checkout, () -> askUnlessGone(provider, claim));
    }

    private List<Told> askUnlessGone(PaymentProvider provider, OrderClaim claim) {
        try {
            return ask(provider, claim.checkout());
        } catch (Fault fault) {
            if (fault.code() != ErrorCode.PROVIDER_REFUSED) {
                throw fault;
            }
            LOG.warn("A checkout of {} is taken as ended: {}", claim.orderId(), fault.logText());
            return List.of(
                    new Told.Closed(
                            claim,
                            Told.CloseReason.EXPIRED,
                            provider.name() + " knows the checkout no more"));
        }
    }

    private List<Told> ask(PaymentProvider provider, String checkout) {
        return providers.ask(provider, () -> provider.ask(checkout));
    }

    private void take(PaymentProvider provider, String checkout, Supplier<List<Told>> reading) {
        Crediting.Outcome outcome = crediting.take(provider, reading, _ -> null);
        if (outcome.state() == DeliveryState.UNMATCHED) {
            deliveries.asked(provider, checkout, outcome.reason());
        }
    }
}
