package io.weighbridge.backend.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.payments.provider.PaymentMethod;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.DeliveryStore;
import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.OrderStanding;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.payments.store.PaymentStores;
import io.weighbridge.backend.payments.store.RefundOfferStore;
import io.weighbridge.backend.payments.store.SqlDeliveryStore;
import io.weighbridge.backend.payments.store.SqlOrderStore;
import io.weighbridge.backend.payments.store.SqlPaymentStore;
import io.weighbridge.backend.payments.store.SqlRefundOfferStore;
import io.weighbridge.backend.platform.audit.SqlChangeLog;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.backend.testkit.WriteFaults;
import io.weighbridge.model.IdKind;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Payments with a real store and a real ledger in a directory, and two providers in memory that
/// outlive restarts. An order for 10.00 costs 10.60.
final class PaymentsFixture implements AutoCloseable {
    static final long UNIT = 1_000_000_000L;
    static final long AMOUNT = 10 * UNIT;
    static final long TOTAL = 10 * UNIT + 600_000_000L;

    static final int KEEP_DELIVERIES_DAYS = 400;

    final HandTime time = HandTime.now();
    final TruthProvider card = new TruthProvider("card", PaymentMethod.CARD);
    final TruthProvider coin = new TruthProvider("coin", PaymentMethod.BITCOIN);
    final WriteFaults faults =
            new WriteFaults(
                    Set.of(
                            "receive", "put", "record", "done", "replace", "add", "asked",
                            "askFrom", "offer", "looked"));
    // From the next start on.
    boolean savesCards = true;
    private final Path directory;
    private Database database;
    private Ledger ledger;
    private Accounts accounts;
    private PaymentsAssembly payments;

    PaymentsFixture(Path directory) {
        this.directory = directory;
        open();
    }

    private void open() {
        database = MigratedStore.open(directory);
        ledger = Ledger.open(directory, new SqlLedgerStore(database), time, 180_000);
        ledger.start((posting, hold) -> {}, facts -> {});
        IdSource ids = new IdSource(time);
        accounts = new Accounts(new SqlAccountStore(database), ledger, ids, time);
        PaymentStores stores =
                new PaymentStores(
                        faults.around(OrderStore.class, new SqlOrderStore(database)),
                        faults.around(PaymentStore.class, new SqlPaymentStore(database)),
                        faults.around(DeliveryStore.class, new SqlDeliveryStore(database)),
                        faults.around(RefundOfferStore.class, new SqlRefundOfferStore(database)));
        payments =
                new PaymentsAssembly(
                        stores,
                        List.of(card, coin),
                        new OrderTerms(
                                "USD",
                                UNIT,
                                1_000 * UNIT,
                                List.of(AMOUNT),
                                30_000,
                                300_000_000,
                                86_400_000,
                                savesCards),
                        new OrderLinks(new byte[OrderLinks.SECRET_BYTES]),
                        token -> URI.create("https://pay.example/pay/" + token),
                        accounts,
                        new Purchases(ledger, ids),
                        new SqlChangeLog(database),
                        KEEP_DELIVERIES_DAYS,
                        ids,
                        time);
    }

    /// Stops and starts again on the same directory.
    void restart() {
        close();
        faults.heal();
        open();
    }

    PaymentsAssembly payments() {
        return payments;
    }

    Orders orders() {
        return payments.orders();
    }

    Accounts accounts() {
        return accounts;
    }

    long suspensions() {
        return number(
                "SELECT count(*) FROM audit_entry WHERE action = 'account.suspend'"
                        + " AND actor_name = 'payments/card'");
    }

    Purchases purchases() {
        return new Purchases(ledger, new IdSource(time));
    }

    Account account() {
        return accounts.create("Acme", 0);
    }

    /// An order of an account with an open checkout.
    Order ordered(Account account, TruthProvider provider) {
        Order order = orders().make(account.id(), AMOUNT, "");
        var _ = orders().choose(order.id(), provider.name());
        return order;
    }

    static String checkout(TruthProvider provider, Order order) {
        return provider.name() + "-" + IdKind.ORDER.format(order.id());
    }

    /// Delivers an event of a kind about an order's checkout.
    Taken deliver(TruthProvider provider, String event, String type, Order order) {
        return payments.deliveries()
                .take(
                        provider.name(),
                        TruthProvider.webhook(
                                event, type, checkout(provider, order), time.wallMs()));
    }

    /// Takes credit away as calls do.
    void spend(Account account, long nanos) {
        var _ =
                credit().adjust(
                                account.id(),
                                UUID.randomUUID(),
                                -nanos,
                                0,
                                AdjustmentReason.TEST,
                                "spent");
    }

    Credit credit() {
        return new Credit(new SqlAccountStore(database), ledger, new IdSource(time));
    }

    Database database() {
        return database;
    }

    long balance(Account account) {
        return accounts.balance(account.id(), 0).balanceNanos();
    }

    OrderStanding standing(Order order) {
        return orders().standing(order.id());
    }

    Payment payment(Order order) {
        return standing(order).payments().getFirst();
    }

    List<Delivery> deliveries(DeliveryState state) {
        return payments.deliveries().list(state, 0, PageKey.of(100, "", "")).items();
    }

    /// The one delivery in a state.
    Delivery delivery(DeliveryState state) {
        List<Delivery> all = deliveries(state);
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    long number(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /// Fails unless the whole ledger is right.
    void checkLedger() {
        ledger.awaitFolded();
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
        assertEquals(
                0,
                number(
                        "SELECT count(*) FROM payment p WHERE p.credited_nanos <> (SELECT"
                                + " coalesce(sum(m.amount_nanos), 0) FROM payment_move m WHERE"
                                + " m.payment_id = p.id)"));
    }

    @Override
    public void close() {
        ledger.close();
        database.close();
    }
}
