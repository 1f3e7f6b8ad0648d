package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import java.util.List;
import java.util.Optional;

/// Where orders and their checkouts are kept. What is written is durable when it returns.
public interface OrderStore {
    /// Adds one.
    void add(Order order, Change change);

    /// Puts one in the place of that with the same id.
    void replace(Order order);

    /// The same for who asked for it.
    void replace(Order order, Change change);

    /// The one with this id.
    Optional<Order> find(long id);

    /// It with its checkouts and payments, all of one instant.
    Optional<OrderStanding> standing(long id);

    /// Newest first.
    ///
    /// @param accountId 0 for all accounts
    Page<Order> list(long accountId, PageKey page);

    /// Those that are open though their time is over.
    List<Order> overdue(long nowMs, int most);

    /// How many are open.
    long countOpen();

    /// The checkouts of an order, oldest first.
    List<OpenedCheckout> checkouts(long orderId);

    /// Whether a saved card is being charged for an order: what comes of it is not known yet.
    boolean isBeingCharged(long orderId);

    /// Adds a checkout, or puts it in the place of that of the same order, provider and number,
    /// whose state is kept; one without a reference takes no other's place.
    ///
    /// @param nextAskMs when to ask the provider how it stands
    void put(OpenedCheckout checkout, long nextAskMs);

    /// A checkout that the provider is to be asked about.
    ///
    /// @param asked how often it was
    record ToAsk(OpenedCheckout checkout, int asked) {}

    /// A provider's that are due, what is due longest first.
    List<ToAsk> toAsk(String provider, long nowMs, int most);

    /// A provider is to be asked about an order from an instant on, as often as about a new one.
    ///
    /// @param change why, for the audit log, in the same transaction
    void askFrom(long orderId, String provider, long nextAskMs, Change change);

    /// It was asked.
    ///
    /// @param nextAskMs 0 for never again
    void asked(OpenedCheckout checkout, long nextAskMs);
}
