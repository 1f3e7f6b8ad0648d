package io.weighbridge.backend.payments.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An order with everything about it.
///
/// @param checkouts that were opened for it, oldest first
/// @param payments that came for it, oldest first; usually one
public record OrderStanding(Order order, List<OpenedCheckout> checkouts, List<Payment> payments) {
    public OrderStanding {
        checkouts = List.copyOf(checkouts);
        payments = List.copyOf(payments);
    }

    /// All that arrived for it.
    public long arrivedNanos() {
        return payments.stream().mapToLong(Payment::arrivedNanos).sum();
    }

    /// The credit that the account has got for it.
    public long creditedNanos() {
        return payments.stream().mapToLong(Payment::creditedNanos).sum();
    }

    /// The newest one at a provider.
    public Optional<OpenedCheckout> checkoutAt(String provider) {
        return checkouts.stream()
                .filter(each -> each.provider().equals(provider))
                .max(Comparator.comparingInt(OpenedCheckout::number));
    }

    public Optional<Payment> payment(long id) {
        return payments.stream().filter(each -> each.id() == id).findFirst();
    }
}
