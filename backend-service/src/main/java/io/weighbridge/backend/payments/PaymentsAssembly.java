package io.weighbridge.backend.payments;

import io.grpc.BindableService;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.ledger.accounts.Refunding;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.PaymentStores;
import io.weighbridge.backend.platform.audit.ChangeLog;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

/// Puts the feature together.
public final class PaymentsAssembly {
    private final Crediting crediting;
    private final Orders orders;
    private final Deliveries deliveries;
    private final Payments payments;
    private final Polling polling;
    private final RefundOffers offers;
    private final DeliveryBodies bodies;
    private final CardOrders cardOrders;
    private final PaymentMeters meters;
    private final PaymentStores stores;
    private volatile boolean stopping;

    /// @param providers in the order in which customers are asked
    /// @param pageOf our page about the order that a token names
    /// @param log for what came of refunds
    /// @param keptDays how long bodies of deliveries are kept
    public PaymentsAssembly(
            PaymentStores stores,
            List<PaymentProvider> providers,
            OrderTerms terms,
            OrderLinks links,
            Function<String, URI> pageOf,
            Accounts accounts,
            Purchases purchases,
            ChangeLog log,
            int keptDays,
            IdSource ids,
            TimeSource time) {
        this.stores = stores;
        meters = new PaymentMeters(providers);
        Providers all = new Providers(providers, meters, time);
        OrderTurns turns = new OrderTurns();
        Moves moves = new Moves(stores.payments(), purchases, accounts, meters, ids, time);
        OfferBook book =
                new OfferBook(
                        stores.offers(),
                        stores.orders(),
                        stores.payments(),
                        moves,
                        turns,
                        ids,
                        time);
        offers = new RefundOffers(stores.offers(), book, all, time);
        crediting =
                new Crediting(stores.orders(), stores.payments(), moves, offers, turns, ids, time);
        deliveries = new Deliveries(stores.deliveries(), crediting, all, ids, time);
        Asking asking = new Asking(crediting, deliveries, all);
        orders =
                new Orders(
                        stores.orders(),
                        asking,
                        accounts,
                        all,
                        terms,
                        links,
                        pageOf,
                        turns,
                        ids,
                        time);
        payments =
                new Payments(
                        stores.payments(), crediting, all, orders, offers, accounts, log, time);
        bodies = new DeliveryBodies(stores.deliveries(), keptDays, time);
        polling = new Polling(stores.orders(), orders, asking, all, time);
        cardOrders = new CardOrders(orders, stores.orders(), all, asking, turns, ids, time);
    }

    /// Orders that are paid by a saved card.
    public CardOrders cardOrders() {
        return cardOrders;
    }

    /// Orders for credit.
    public Orders orders() {
        return orders;
    }

    RefundOffers offers() {
        return offers;
    }

    /// What providers tell us unasked.
    public Deliveries deliveries() {
        return deliveries;
    }

    /// Payments as operators see them.
    public Payments payments() {
        return payments;
    }

    /// All of it over gRPC.
    ///
    /// @param refunding decides what the operator who calls may move alone
    public BindableService grpc(Refunding refunding) {
        return new PaymentsGrpc(orders, deliveries, payments, refunding);
    }

    /// Now and then: does what is planned and not done, then what is due of the deliveries.
    public void drain() {
        crediting.finishPlanned();
        if (!stopping) {
            deliveries.round();
        }
    }

    /// Now and then: forgets bodies of deliveries whose time is over.
    public void tidy() {
        bodies.forget();
    }

    /// What happened since the start, and what waited at the last [#count].
    public PaymentMeters meters() {
        return meters;
    }

    /// Now and then: counts what waits.
    public void count() {
        meters.waiting(
                new PaymentMeters.Waiting(
                        stores.deliveries().waiting(), stores.orders().countOpen()));
    }

    /// From now on no provider is asked by itself: a stop waits for none.
    public void stop() {
        stopping = true;
    }

    /// Now and then: asks about what stays open, and ends orders whose time is over.
    public void poll() {
        if (!stopping) {
            orders.expire();
            polling.round();
            offers.round();
        }
    }
}
