package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where deliveries are kept. What is written is durable when it returns.
public interface DeliveryStore {
    /// Adds one, or counts once more one that came before.
    ///
    /// @param fresh as it is if it is new
    /// @param body raw
    /// @return as it is now
    Delivery receive(Delivery fresh, byte[] body);

    /// The one with this id.
    Optional<Delivery> find(long id);

    /// Its raw body.
    Optional<byte[]> body(long id);

    /// Writes what became of one.
    ///
    /// @return whether it still was as it was read
    boolean put(DeliveryDecision decision);

    /// The same for who asked for it.
    boolean put(DeliveryDecision decision, Change change);

    /// Forgets the bodies of those that are decided and fit; all else of them is kept, so that a
    /// repeat is known as one.
    ///
    /// @param afterId of those with a greater id; ids follow the time
    /// @param receivedBeforeMs of those that came before
    /// @param most looked at
    /// @return the last id looked at; 0 when there are no more
    long forgetBodies(long afterId, long receivedBeforeMs, int most);

    /// Those to be handled by now, what is due longest first.
    List<Delivery> due(long nowMs, int most);

    /// Those that wait for a payment that is known as an order's.
    List<Delivery> waitingFor(String provider, long orderId);

    /// How many wait to be handled, for a payment, or for an operator; those that there are.
    Map<DeliveryState, Long> waiting();

    /// Newest first.
    ///
    /// @param state null for all
    /// @param orderId 0 for all
    Page<Delivery> list(@Nullable DeliveryState state, long orderId, PageKey page);
}
