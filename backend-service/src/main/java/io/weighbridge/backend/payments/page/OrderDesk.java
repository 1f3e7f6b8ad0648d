package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.PaymentMethod;
import io.weighbridge.backend.platform.fault.Fault;

import java.net.URI;
import java.util.Optional;

/// Orders, for who has the link to one: the link is all that is asked for.
public interface OrderDesk {
    /// The order that a link leads to; empty when it leads to none.
    Optional<OrderView> find(String link);

    /// Opens the provider's page for an order, or finds the one that is open.
    ///
    /// @throws Fault ORDER_UNKNOWN, ORDER_CLOSED, INVALID_FIELD when it cannot be paid so,
    ///     PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    URI choose(String link, PaymentMethod method);
}
