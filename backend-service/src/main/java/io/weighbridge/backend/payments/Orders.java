package io.weighbridge.backend.payments;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.payments.provider.Checkout;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.store.CheckoutKind;
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
    // Of an order at one provider: each is asked about for long.
    private static final int CHECKOUTS_MOST = 50;

    private final OrderStore store;
    private final Asking asking;
    private final Accounts accounts;
    private final Providers providers;
    private final OrderTerms terms;
    private final OrderLinks links;
    private final Function<String, URI> pageOf;
    private final OrderTurns turns;
    private final IdSource ids;
    private final TimeSource time;

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
        this.asking = asking;
        this.accounts = accounts;
        this.providers = providers;
        this.terms = terms;
        this.links = links;
        this.pageOf = pageOf;
        this.turns = turns;
        this.ids = ids;
        this.time = time;
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

    private Order requirePayable(long id) {
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
        return choose(id, provider, false);
    }

    /// The same, where the customer may agree that the card is saved. Of one that is open the
    /// agreement can be taken back, since whoever has the link may have given it; given later it
    /// changes nothing.
    ///
    /// @throws Fault as above; INVALID_FIELD also when the provider keeps no cards
    public OpenedCheckout choose(long id, String provider, boolean savesCard) {
        PaymentProvider chosen = providers.require(provider);
        if (savesCard && chosen.savedCards().isEmpty()) {
            throw Fault.invalid("provider", provider, "one that keeps cards");
        }
        // Before anybody is asked, and in the turn: it may have changed meanwhile.
        lookIfOver(requireChoosable(id), chosen);
        return turns.on(
                id,
                () -> {
                    OrderStanding standing = requireChoosable(id);
                    OpenedCheckout known = standing.checkoutAt(provider).orElse(null);
                    CheckoutKind kind = savesCard ? CheckoutKind.SAVING_PAGE : CheckoutKind.PAGE;
                    if (known == null) {
                        return openAfresh(standing.order(), chosen, 1, kind);
                    }
                    if (known.isEnded()) {
                        return openAfresh(standing.order(), chosen, known.number() + 1, kind);
                    }
                    if (known.reference().isEmpty()) {
                        return openAfresh(standing.order(), chosen, known.number(), kind);
                    }
                    return !savesCard && known.kind() == CheckoutKind.SAVING_PAGE
                            ? withoutSaving(known)
                            : known;
                });
    }

    private OrderStanding requireChoosable(long id) {
        Order order = requirePayable(id);
        if (account(order).suspended()) {
            throw order.closed("one of an account that is not suspended");
        }
        if (order.amountNanos() == 0) {
            throw Fault.invalid("amount", 0, "an amount, chosen before the provider");
        }
        OrderStanding standing = standing(id);
        requirePaidOnPage(order, standing.checkouts());
        return standing;
    }

    // The last checkout may have ended without our having heard of it; or money may be on its way
    // there. Not in the order's turn, which comes after that of what is told.
    private void lookIfOver(OrderStanding standing, PaymentProvider provider) {
        OpenedCheckout known = standing.checkoutAt(provider.name()).orElse(null);
        if (known != null
                && !known.reference().isEmpty()
                && !known.isEnded()
                && known.expiresAtMs() <= time.wallMs()) {
            asking.aboutOver(provider, standing.order(), known.reference());
        }
    }

    // The order may have failed with another one.
    private OpenedCheckout openAfresh(
            Order order, PaymentProvider provider, int number, CheckoutKind kind) {
        if (number > CHECKOUTS_MOST) {
            throw order.closed("one with fewer than " + CHECKOUTS_MOST + " checkouts");
        }
        if (order.state() != OrderState.OPEN || !order.why().isEmpty()) {
            store.replace(order.with(OrderState.OPEN, "", time.wallMs()));
        }
        return open(order, provider, number, kind);
    }

    // The agreement goes in the same transaction: the card is never learnt.
    private OpenedCheckout withoutSaving(OpenedCheckout known) {
        OpenedCheckout plain = known.with(CheckoutKind.PAGE);
        store.put(plain, time.wallMs() + Polling.FIRST_MS);
        return plain;
    }

    // A card may be charged for it already.
    private static void requirePaidOnPage(Order order, List<OpenedCheckout> opened) {
        if (opened.stream().anyMatch(each -> each.kind() == CheckoutKind.SAVED_CARD)) {
            throw order.closed("one that is not charged to a saved card; make another");
        }
    }

    /// Opens a checkout. That we ask is written first: if the answer is lost, what comes of the
    /// question is still known as ours. In the order's turn only.
    private OpenedCheckout open(
            Order order, PaymentProvider provider, int number, CheckoutKind kind) {
        long nowMs = time.wallMs();
        OpenedCheckout asked = OpenedCheckout.asked(order, provider.name(), number, kind, nowMs);
        store.put(asked, nowMs + Polling.FIRST_MS);
        OrderToPay toPay = toPay(order, number, kind == CheckoutKind.SAVING_PAGE);
        Checkout checkout = providers.ask(provider, () -> provider.open(toPay));
        OpenedCheckout opened =
                asked.answered(
                        checkout.reference(), checkout.page().toString(), checkout.expiresAtMs());
        store.put(opened, nowMs + Polling.FIRST_MS);
        return opened;
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
        return turns.on(
                id,
                () -> {
                    OrderStanding standing = standing(id);
                    OpenedCheckout known = standing.checkoutAt(provider.name()).orElse(null);
                    if (known != null && !known.reference().isEmpty()) {
                        return known;
                    }
                    requirePaidOnPage(standing.order(), standing.checkouts());
                    return open(
                            standing.order(),
                            provider,
                            known == null ? 1 : known.number(),
                            known == null ? CheckoutKind.PAGE : known.kind());
                });
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
                        requirePaidOnPage(order, store.checkouts(id));
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
