package io.weighbridge.backend.payments.provider;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.List;
import java.util.Optional;

/// Somebody who takes customers' money for us. An implementation knows the provider's words and
/// nothing of our ledger; what it tells is compared with our own order before anything moves.
/// Everything but [#name], [#method] and [#verify] asks the provider: on threads that may wait.
public interface PaymentProvider {
    /// Its name in addresses, settings and the store: lower-case letters.
    String name();

    /// What customers pay with.
    PaymentMethod method();

    /// Opens a checkout for an order. Asked again for the same order and number it answers with
    /// the same checkout, also after a crash.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    Checkout open(OrderToPay order);

    /// Whether a webhook is really the provider's, by its signature over the raw bytes; asks
    /// nobody.
    Verified verify(Webhook webhook);

    /// What a genuine event says, in our words; empty when it is of no interest. Asks the provider
    /// where the event does not carry it all, or may be older than the state it is about.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE: the event is then handled later
    List<Told> read(byte[] body);

    /// How a checkout stands now, with its payment if there is one.
    ///
    /// @param checkout as [Checkout#reference]
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED when it knows no such checkout
    List<Told> ask(String checkout);

    /// Gives money back to the customer. What came of it is told by [#read] or [#ask] later; this
    /// moves no credit. Not asked of one that has [#refundPages].
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE (it may have happened), PROVIDER_REFUSED
    void refund(RefundToMake refund);

    /// Its own list of payments, to compare ours with; empty when it has none.
    default Optional<PaymentLists> lists() {
        return Optional.empty();
    }

    /// Cards that it keeps; empty when it keeps none.
    default Optional<SavedCards> savedCards() {
        return Optional.empty();
    }

    /// Giving money back by a page where the customer says where to, instead of [#refund]; empty
    /// when it knows where to.
    default Optional<RefundPages> refundPages() {
        return Optional.empty();
    }
}
