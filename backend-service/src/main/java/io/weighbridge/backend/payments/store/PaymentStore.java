package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Where payments, their moves and disputes are kept. What is written is durable when it returns.
public interface PaymentStore {
    /// The one with this id.
    Optional<Payment> find(long id);

    /// The one that a provider names so.
    Optional<Payment> find(String provider, String reference);

    /// Those of an order, oldest first.
    List<Payment> of(long orderId);

    /// Newest first.
    ///
    /// @param accountId 0 for all accounts
    Page<Payment> list(long accountId, PageKey page);

    /// A payment's moves, in their order.
    List<Move> moves(long paymentId);

    /// Moves that are planned and not done, in the order of their payments and steps.
    List<Move> planned(int most);

    /// A payment's disputes.
    List<HeldDispute> disputes(long paymentId);

    /// All disputes, by payment, newest first.
    Page<HeldDispute> listDisputes(PageKey page);

    /// What was decided together.
    ///
    /// @param order as it is now; null when it did not change
    /// @param checkouts that are in another state now
    /// @param payments as they are now, new ones included
    /// @param moves that are due from now on
    /// @param notices to the account's owner
    /// @param endedNoticeId of one more notice: that automatic top-ups ended, if they do with it
    /// @param delivery what becomes of the one that led to it; null for none
    record Decided(
            @Nullable Order order,
            List<OpenedCheckout> checkouts,
            List<Payment> payments,
            List<Move> moves,
            List<HeldDispute> disputes,
            List<Notice> notices,
            long endedNoticeId,
            @Nullable DeliveryDecision delivery) {
        public Decided {
            checkouts = List.copyOf(checkouts);
            payments = List.copyOf(payments);
            moves = List.copyOf(moves);
            disputes = List.copyOf(disputes);
            notices = List.copyOf(notices);
        }
    }

    /// Writes it, in one transaction. Deliveries that wait for one of the payments become due.
    ///
    /// @param change for the audit log; null when nobody asked for it
    /// @throws Fault DELIVERY_DECIDED (the delivery was decided by somebody else: nothing is
    ///     written)
    void record(Decided decided, long atMs, @Nullable Change change);

    /// A move is done; with a payment's first one it gets its receipt's number, in the same
    /// transaction.
    ///
    /// @param year of the receipt
    /// @param notices added with it; none when it was done before
    /// @return the payment as it is now
    Payment done(Move move, int year, List<Notice> notices);
}
