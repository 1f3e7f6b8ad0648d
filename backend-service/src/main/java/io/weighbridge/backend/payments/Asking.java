package io.weighbridge.backend.payments;

import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.platform.fault.Fault;

/// Asks a provider how a checkout stands, and takes over what it says. For threads that may wait.
///
/// @param deliveries where what fits nothing is put before an operator
record Asking(Crediting crediting, Deliveries deliveries, Providers providers) {
    /// Asks about one.
    ///
    /// @param checkout as [Checkout#reference]
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED, BUSY, STORE_UNAVAILABLE
    void about(PaymentProvider provider, String checkout) {
        Crediting.Outcome outcome =
                crediting.take(
                        provider,
                        () -> providers.ask(provider, () -> provider.ask(checkout)),
                        _ -> null);
        if (outcome.state() == DeliveryState.UNMATCHED) {
            deliveries.asked(provider, checkout, outcome.reason());
        }
    }
}
