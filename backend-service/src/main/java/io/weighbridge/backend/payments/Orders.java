package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.OpenedCheckout;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderJson;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Orders for credit: makes them, has them paid, knows how they stand. For threads that may wait.
public final class Orders {
    private static final int OVERDUE_MOST = 500;

    private final OrderStore store;
    private final Accounts accounts;
    private final Providers providers;
    private final OrderTerms terms;
    private final OrderLinks links;
    private final Function<String, URI> pageOf;
    private final OrderTurns turns;
    private final IdSource ids;
    private final TimeSource time;
    private final Checkouts checkouts;

    /// @param pageOf our page about the order that a token names
    Orders(
            OrderStore store,
            Asking asking,
            Accounts accounts,
            Providers providers,
            OrderTerms terms,
            OrderLinks links,
            Function<String, URI> pageOf,
            OrderTurns turns,
            IdSource ids,
            TimeSource time) {
        this.store = store;
        this.accounts = accounts;
        this.providers = providers;
        this.terms = terms;
        this.links = links;
        this.pageOf = pageOf;
        this.turns = turns;
        this.ids = ids;
        this.time = time;
        this.checkouts = new Checkouts(this, store, asking, providers, turns, time);
    }

    /// Makes one.
    ///
    /// @param amountNanos of credit; 0 leaves it to the customer
    /// @param note for people; empty for none
    /// @throws Fault INVALID_FIELD, ACCOUNT_UNKNOWN
    public Order make(long accountId, long amountNanos, String note) {
        Check.text("note", note, 0, 200);
        long feeNanos = amountNanos == 0 ? 0 : terms.feeNanos(terms.checked(amountNanos));
        var _ = accounts.require(accountId);
        long nowMs = time.wallMs();
        Order order =
                new Order(
                        ids.next(),
                        accountId,
                        amountNanos,
                        feeNanos,
                        terms.currency(),
                        note,
                        OrderState.OPEN,
                        "",
                        nowMs,
                        nowMs + terms.lifeMs(),
                        nowMs);
        store.add(
                order,
                Change.now(
                        nowMs,
                        "order.make",
                        IdKind.ORDER.format(order.id()),
                        "",
                        OrderJson.of(order),
                        note));
        return order;
    }

    /// Whether who pays by card can have it saved for automatic top-ups.
    public boolean savesCards() {
        return terms.savesCards()
                && providers.all().stream()
                        .filter(each -> each.method() == PaymentMethod.CARD)
                        .findFirst()
                        .flatMap(PaymentProvider::savedCards)
                        .isPresent();
    }

    /// What orders may be for, and what they cost.
    public OrderTerms terms() {
        return terms;
    }

    /// Who can take the money, in the order in which customers are asked.
    public List<PaymentProvider> providers() {
        return providers.all();
    }

    /// The order that a link names; empty when there is none, or the link is forged.
    ///
    /// @param token as [#token]
    public Optional<Order> byToken(String token) {
        var id = links.order(token);
        return id.isPresent() ? store.find(id.getAsLong()) : Optional.empty();
    }

    /// What names an order in a link; who has it sees the order and can pay it, nothing more. The
    /// same each time.
    public String token(Order order) {
        return links.token(order.id());
    }

    /// Our page about an order: the link to send.
    public URI page(Order order) {
        return pageOf.apply(token(order));
    }

    /// Whose credit an order is for.
    public Account account(Order order) {
        return accounts.require(order.accountId());
    }

    /// The order with this id.
    ///
    /// @throws Fault ORDER_UNKNOWN
    public Order require(long id) {
        return store.find(id).orElseThrow(() -> unknown(id));
    }

    private static Fault unknown(long id) {
        return Fault.of(
                ErrorCode.ORDER_UNKNOWN,
                "order: " + IdKind.ORDER.format(id) + " (expected: the id of an order)");
    }

    /// How an order stands.
    ///
    /// @throws Fault ORDER_UNKNOWN
    public OrderStanding standing(long id) {
        return store.standing(id).orElseThrow(() -> unknown(id));
    }

    /// Sets the amount of an order that has none yet. Asked again with the same amount it changes
    /// nothing.
    ///
    /// @throws Fault ORDER_UNKNOWN, INVALID_FIELD, ORDER_CLOSED (it has another, or cannot be paid)
    public Order chooseAmount(long id, long amountNanos) {
        long feeNanos = terms.feeNanos(terms.checked(amountNanos));
        return turns.on(
                id,
                () -> {
                    Order order = requirePayable(id);
                    if (order.amountNanos() == amountNanos) {
                        return order;
                    }
                    if (order.amountNanos() != 0) {
                        throw order.closed("an order without an amount");
                    }
                    Order chosen = order.with(amountNanos, feeNanos);
                    store.replace(chosen);
                    return chosen;
                });
    }

    /// @throws Fault ORDER_UNKNOWN, ORDER_CLOSED when it cannot be paid
    Order requirePayable(long id) {
        Order order = require(id);
        if (!order.state().isPayable() || order.expiresAtMs() <= time.wallMs()) {
            throw order.closed("one that can be paid");
        }
        return order;
    }

    /// Opens a checkout for an order, or finds the one that is open: another one when the last one
    /// has ended.
    ///
    /// @param provider name of one of [#providers]
    /// @throws Fault ORDER_UNKNOWN, ORDER_CLOSED, INVALID_FIELD (no such provider, no amount yet),
    ///     PROVIDER_UNAVAILABLE, PROVIDER_REFUSED
    public OpenedCheckout choose(long id, String provider) {
        return checkouts.choose(id, provider, false);
    }

    /// The same, where the customer may agree that the card is saved. Of one that is open the
    /// agreement can be taken back, since whoever has the link may have given it; given later it
    /// changes nothing.
    ///
    /// @throws Fault as above; INVALID_FIELD also when the provider keeps no cards
    public OpenedCheckout choose(long id, String provider, boolean savesCard) {
        return checkouts.choose(id, provider, savesCard);
    }

    /// An order as providers need it: the same whenever it is asked, whatever the account is called
    /// meanwhile.
    OrderToPay toPay(Order order, int checkout, boolean savesCard) {
        return new OrderToPay(
                IdKind.ORDER.format(order.id()),
                checkout,
                order.totalNanos(),
                order.currency(),
                "Credit, " + IdKind.ORDER.format(order.id()),
                order.expiresAtMs(),
                page(order),
                savesCard);
    }

    /// The checkout at a provider of an order, opened if the answer to the opening was lost: the
    /// provider gives the same one again.
    ///
    /// @throws Fault ORDER_CLOSED when a saved card is charged, which only who charges asks again
    OpenedCheckout reopen(long id, PaymentProvider provider) {
        return checkouts.reopen(id, provider);
    }

    /// From soon on a provider is asked about an order, as about a new one.
    ///
    /// @param change why
    void askSoon(long id, String provider, Change change) {
        store.askFrom(id, provider, time.wallMs() + Polling.FIRST_MS, change);
    }

    /// An account's orders, newest first.
    ///
    /// @param accountId 0 for all accounts
    public Page<Order> list(long accountId, PageKey page) {
        return store.list(accountId, page);
    }

    /// Nobody shall pay it any more. What is paid nevertheless is credited.
    ///
    /// @throws Fault ORDER_UNKNOWN, ORDER_CLOSED (it is paid, or money is on its way)
    public Order cancel(long id) {
        return turns.on(
                id,
                () -> {
                    Order order = require(id);
                    if (order.state() == OrderState.CANCELLED) {
                        return order;
                    }
                    if (order.state() == OrderState.PAID || order.state() == OrderState.PENDING) {
                        throw order.closed("one that nobody has paid");
                    }
                    if (order.state() == OrderState.OPEN) {
                        Checkouts.requirePaidOnPage(order, store.checkouts(id));
                    }
                    long nowMs = time.wallMs();
                    Order cancelled = order.with(OrderState.CANCELLED, "", nowMs);
                    store.replace(
                            cancelled,
                            Change.now(
                                    nowMs,
                                    "order.cancel",
                                    IdKind.ORDER.format(id),
                                    OrderJson.of(order),
                                    OrderJson.of(cancelled)));
                    return cancelled;
                });
    }

    /// Ends orders whose time is over.
    void expire() {
        long nowMs = time.wallMs();
        for (Order found : store.overdue(nowMs, OVERDUE_MOST)) {
            var _ =
                    turns.on(
                            found.id(),
                            () -> {
                                Order order = require(found.id());
                                if (order.state() == OrderState.OPEN) {
                                    store.replace(order.with(OrderState.EXPIRED, "", nowMs));
                                }
                                return order;
                            });
        }
    }
}
