package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.audit.Change;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where offers of refunds are kept. What is written is durable when it returns.
public interface RefundOfferStore {
    /// The one with this id.
    Optional<RefundOffer> find(UUID id);

    /// Those of a payment, oldest first.
    List<RefundOffer> of(long paymentId);

    /// Those of a page, by the provider's id of it: one of each provider at most, not more than
    /// there are providers.
    List<RefundOffer> ofPage(String reference);

    /// Those that are to be looked at, the longest due first.
    List<RefundOffer> due(long nowMs, int most);

    /// Writes one, with what follows for its payment, in one transaction.
    ///
    /// @param decided null when nothing follows
    /// @param change for the audit log; null for none
    void offer(
            RefundOffer offer,
            PaymentStore.@Nullable Decided decided,
            long atMs,
            @Nullable Change change);

    /// It was looked at once more.
    ///
    /// @param nextAtMs when it is looked at next
    void looked(UUID id, long nextAtMs);
}
