package io.weighbridge.backend.payments.reconcile;

import io.weighbridge.backend.payments.provider.ListedPayment;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Adds up a provider's payments by currency. For one thread.
final class Sums {
    private final String provider;
    private final Map<String, Total> totals = new TreeMap<>();
    private long payments;

    Sums(String provider) {
        this.provider = provider;
    }

    /// Adds one payment as both sides have it. Where they name two currencies, each counts in its
    /// own.
    void add(@Nullable ListedPayment there, @Nullable OurPayment here) {
        payments++;
        String first = here != null ? here.currency() : there != null ? there.currency() : "";
        totals.put(first, counted(total(first)));
        if (there != null) {
            totals.put(there.currency(), plus(total(there.currency()), there));
        }
        if (here != null) {
            totals.put(here.currency(), plus(total(here.currency()), here));
        }
    }

    private Total total(String currency) {
        return totals.getOrDefault(
                currency,
                new Total(provider, currency, 0, Total.Money.NONE, Total.Money.NONE, 0, 0, 0));
    }

    private static Total counted(Total old) {
        return new Total(
                old.provider(),
                old.currency(),
                old.payments() + 1,
                old.there(),
                old.here(),
                old.dueNanos(),
                old.creditedNanos(),
                old.ledgerNanos());
    }

    private static Total plus(Total old, ListedPayment there) {
        return new Total(
                old.provider(),
                old.currency(),
                old.payments(),
                old.there()
                        .plus(there.arrivedNanos(), there.refundedNanos(), there.disputedNanos()),
                old.here(),
                old.dueNanos(),
                old.creditedNanos(),
                old.ledgerNanos());
    }

    private static Total plus(Total old, OurPayment here) {
        return new Total(
                old.provider(),
                old.currency(),
                old.payments(),
                old.there(),
                old.here().plus(here.arrivedNanos(), here.refundedNanos(), here.disputedNanos()),
                Math.addExact(old.dueNanos(), Comparison.dueNanos(here)),
                Math.addExact(old.creditedNanos(), here.creditedNanos()),
                Math.addExact(old.ledgerNanos(), here.ledgerNanos()));
    }

    List<Total> totals() {
        return List.copyOf(totals.values());
    }

    long payments() {
        return payments;
    }
}
