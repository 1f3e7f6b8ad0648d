package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.PaymentRefund;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.RefundPages;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.RefundOffer;
import io.weighbridge.backend.payments.store.RefundOfferState;
import io.weighbridge.backend.payments.store.RefundOfferStore;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Refunds whose money the customer claims on a page of the provider's. The credit is taken back
/// before there is a page, and comes back when the page is over and nobody had approved what was
/// claimed there. For threads that may wait.
final class RefundOffers {
    /// After a page was asked for, and no answer came, none is asked for again for so long: a
    /// server may still be making it.
    static final long PAUSE_MS = 5 * 60_000;

    /// How long after something happened to an offer it is looked at.
    static final long FIRST_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(RefundOffers.class);
    private static final long MOST_MS = 60 * 60_000;
    private static final int DOUBLINGS_MAX = 6;
    private static final int ROUND_MOST = 250;
    private static final int SILENT_MOST = 3;

    private final RefundOfferStore store;
    private final OfferBook book;
    private final Providers providers;
    private final TimeSource time;

    RefundOffers(RefundOfferStore store, OfferBook book, Providers providers, TimeSource time) {
        this.store = store;
        this.book = book;
        this.providers = providers;
        this.time = time;
    }

    /// Those of a payment, oldest first.
    List<RefundOffer> of(long paymentId) {
        return store.of(paymentId);
    }

    /// That of an operation; empty for none.
    Optional<RefundOffer> find(long paymentId, UUID operationId) {
        return store.find(Uses.ofRefund(paymentId, operationId));
    }

    /// Takes the credit back, then has the page made. However often it is asked for one operation,
    /// once.
    ///
    /// @param change for the audit log, written with the credit's being planned
    /// @param ifNew run before anything of a new one: a fault keeps it from being made
    /// @throws Fault PROVIDER_REFUSED (the credit is back), PROVIDER_UNAVAILABLE (it goes on by
    ///     itself), OPERATION_REUSED (it is of another amount), and what `ifNew` throws
    RefundOffer give(PaymentRefund asked, PaymentProvider provider, Change change, Runnable ifNew) {
        UUID id = Uses.ofRefund(asked.paymentId(), asked.operationId());
        RefundOffer offer = store.find(id).orElse(null);
        if (offer == null) {
            // Whether we may ask at all shows before anything moves.
            var _ = find(provider, book.toAsk(id, asked.paymentId(), asked.amountNanos()));
            offer = book.begin(asked, id, provider, change, ifNew, time.wallMs() + FIRST_MS);
        }
        if (offer.amountNanos() != asked.amountNanos()) {
            throw Fault.of(
                    ErrorCode.OPERATION_REUSED,
                    "operation_id: it gives "
                            + Nanos.toDecimal(offer.amountNanos())
                            + " back (expected: another for another amount)");
        }
        return make(offer, provider);
    }

    private Optional<RefundPages.Page> find(PaymentProvider provider, RefundPages.Asked asked) {
        return providers.ask(provider, () -> pages(provider).find(asked));
    }

    private static RefundPages pages(PaymentProvider provider) {
        return provider.refundPages()
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.PROVIDER_UNAVAILABLE,
                                        "provider: "
                                                + provider.name()
                                                + " (expected: one that has pages)"));
    }

    private RefundOffer make(RefundOffer offer, PaymentProvider provider) {
        if (offer.state() != RefundOfferState.PLANNED) {
            return made(offer);
        }
        RefundPages.Asked what = book.toAsk(offer.id(), offer.paymentId(), offer.amountNanos());
        Optional<RefundPages.Page> found = lookFor(provider, what);
        if (found.isPresent()) {
            return book.offered(offer, found.get(), provider, time.wallMs() + FIRST_MS);
        }
        RefundOffer now = book.claim(offer, provider, PAUSE_MS);
        if (now.state() != RefundOfferState.PLANNED) {
            return made(now);
        }
        RefundPages.Page page;
        try {
            page = providers.refund(provider, () -> pages(provider).make(what));
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.PROVIDER_REFUSED) {
                return made(book.refused(now, provider, fault.text()));
            }
            throw fault;
        }
        return book.offered(now, page, provider, time.wallMs() + FIRST_MS);
    }

    // Its credit is taken already: what hinders looking is no refusal of the refund.
    private Optional<RefundPages.Page> lookFor(PaymentProvider provider, RefundPages.Asked what) {
        try {
            return find(provider, what);
        } catch (Fault fault) {
            throw fault.code() == ErrorCode.PROVIDER_REFUSED
                    ? Fault.of(ErrorCode.PROVIDER_UNAVAILABLE, fault.text())
                    : fault;
        }
    }

    private static RefundOffer made(RefundOffer offer) {
        if (offer.state() == RefundOfferState.REFUSED) {
            throw Fault.of(ErrorCode.PROVIDER_REFUSED, offer.why());
        }
        return offer;
    }

    /// Looks at the one whose page something happened to. Who says so is not believed: how it
    /// stands is asked.
    ///
    /// @return its order; empty when the page is of no refund of ours
    /// @throws Fault PROVIDER_UNAVAILABLE, PROVIDER_REFUSED: it is looked at later all the same
    OptionalLong happened(PaymentProvider provider, String reference) {
        for (RefundOffer offer : store.ofPage(reference)) {
            if (book.payment(offer.paymentId()).provider().equals(provider.name())) {
                if (!offer.state().isEnd()) {
                    follow(offer);
                }
                return OptionalLong.of(offer.orderId());
            }
        }
        return OptionalLong.empty();
    }

    /// Looks at those that are due. After a few times without an answer the rest stays due.
    void round() {
        int silent = 0;
        for (RefundOffer due : store.due(time.wallMs(), ROUND_MOST)) {
            boolean answered = look(due);
            silent = answered ? 0 : silent + 1;
            long pauseMs = Math.min(FIRST_MS << Math.min(due.tries(), DOUBLINGS_MAX), MOST_MS);
            store.looked(due.id(), time.wallMs() + pauseMs);
            if (silent >= SILENT_MOST) {
                return;
            }
        }
    }

    // Returns whether the provider answered.
    private boolean look(RefundOffer offer) {
        try {
            follow(offer);
        } catch (Fault fault) {
            LOG.warn(
                    "A refund of payment {} is looked at later: {}",
                    IdKind.PAYMENT.format(offer.paymentId()),
                    fault.logText());
            return fault.code() != ErrorCode.PROVIDER_UNAVAILABLE;
        } catch (RuntimeException e) {
            LOG.error(
                    "A refund of payment {} was not looked at",
                    IdKind.PAYMENT.format(offer.paymentId()),
                    e);
        }
        return true;
    }

    private void follow(RefundOffer offer) {
        PaymentProvider provider = providers.require(book.payment(offer.paymentId()).provider());
        if (offer.state() == RefundOfferState.PLANNED) {
            var _ = make(offer, provider);
            return;
        }
        Order order = book.order(offer.orderId());
        RefundPages.Standing standing =
                providers.ask(
                        provider, () -> pages(provider).ask(offer.reference(), order.currency()));
        var _ = book.stands(offer, standing, provider, time.wallMs() + FIRST_MS);
    }
}
