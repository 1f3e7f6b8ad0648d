package io.weighbridge.backend.payments.provider;

import io.weighbridge.backend.platform.fault.Fault;

import java.util.Optional;

/// Giving money back by a page on which the customer says where to. Whoever gives back so tells no
/// [Told.Standing]: what was given back is known of the pages alone.
public interface RefundPages {
    /// Money to give back so.
    ///
    /// @param id ours, by which the page is found again
    /// @param checkout the provider's id of the checkout that the money came through
    /// @param amountNanos above 0
    /// @param currency ISO 4217, upper-case
    /// @param title for the customer
    record Asked(String id, String checkout, long amountNanos, String currency, String title) {}

    /// A page.
    ///
    /// @param reference the provider's id of it
    /// @param link for the customer; who has it can claim the money
    record Page(String reference, String link) {}

    /// How a page stands.
    ///
    /// @param isOver nothing more can be claimed there
    /// @param claimedNanos what was claimed and not cancelled, the next two included
    /// @param committedNanos of which was approved, sent included
    /// @param paidNanos of which was sent
    record Standing(boolean isOver, long claimedNanos, long committedNanos, long paidNanos) {}

    /// The page of a refund, however it stands; empty when none was made.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    Optional<Page> find(Asked asked);

    /// Makes a page. Asked twice it makes two, so [#find] is asked first.
    ///
    /// @throws Fault PROVIDER_UNAVAILABLE (it may have been made, now or in the next seconds),
    ///     PROVIDER_REFUSED (it was not)
    Page make(Asked asked);

    /// How one stands now.
    ///
    /// @param reference of the page
    /// @param currency that it is in
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED when it knows no such page
    Standing ask(String reference, String currency);
}
