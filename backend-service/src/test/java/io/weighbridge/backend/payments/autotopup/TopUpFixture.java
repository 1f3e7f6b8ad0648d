package io.weighbridge.backend.payments.autotopup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighbridge.backend.demo.stripe.FakeEvent;
import io.weighbridge.backend.demo.stripe.FakeSignature;
import io.weighbridge.backend.demo.stripe.FakeStripe;
import io.weighbridge.backend.demo.stripe.FakeStripeHttp;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.payments.NoLimit;
import io.weighbridge.backend.payments.OrderLinks;
import io.weighbridge.backend.payments.OrderTerms;
import io.weighbridge.backend.payments.Orders;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.payments.Taken;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.payments.store.Delivery;
import io.weighbridge.backend.payments.store.DeliveryState;
import io.weighbridge.backend.payments.store.DeliveryStore;
import io.weighbridge.backend.payments.store.OrderStore;
import io.weighbridge.backend.payments.store.PaymentStore;
import io.weighbridge.backend.payments.store.PaymentStores;
import io.weighbridge.backend.payments.store.RefundOfferStore;
import io.weighbridge.backend.payments.store.SqlDeliveryStore;
import io.weighbridge.backend.payments.store.SqlOrderStore;
import io.weighbridge.backend.payments.store.SqlPaymentStore;
import io.weighbridge.backend.payments.store.SqlRefundOfferStore;
import io.weighbridge.backend.payments.stripe.StripeProvider;
import io.weighbridge.backend.payments.stripe.StripeSettings;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// Automatic top-ups with a real store and ledger in a directory, and the stand-in for Stripe over
/// HTTP, which outlives restarts. 10.00 of credit cost 10.60.
final class TopUpFixture implements AutoCloseable {
    static final long UNIT = 1_000_000_000L;
    static final long AMOUNT = 10 * UNIT;
    static final long TOTAL = AMOUNT + 600_000_000L;
    static final long MINUTE_MS = 60_000;
    static final long HOUR_MS = 60 * MINUTE_MS;
    static final AutoTopUps.Wish ARMED =
            new AutoTopUps.Wish(true, 5 * UNIT, AMOUNT, 4 * TOTAL, 6 * TOTAL);

    private static final String KEY = "sk_test_OfTheToppedUpShop";
    private static final String SECRET = "whsec_OfTheToppedUpShop00";

    final HandTime time = new HandTime(Instant.parse("2026-11-29T10:00:00Z").toEpochMilli());
    final List<FakeEvent> events = new CopyOnWriteArrayList<>();
    final FakeStripe stripe = new FakeStripe(time, false, events::add);
    final FakeStripeHttp server = FakeStripeHttp.start(stripe, KEY);
    final WriteFaults faults =
            new WriteFaults(
                    Set.of(
                            "receive",
                            "put",
                            "record",
                            "done",
                            "replace",
                            "add",
                            "asked",
                            "askFrom",
                            "begin",
                            "end",
                            "save",
                            "askedForCard",
                            "remove",
                            "forgotten",
                            "lookedFor"));
    boolean isEnabled = true;
    boolean isKnown = true;
    private final Path directory;
    private Database database;
    private Ledger ledger;
    private Accounts accounts;
    private PaymentsAssembly payments;
    private AutoTopUpAssembly topUps;

    TopUpFixture(Path directory) {
        this.directory = directory;
        open();
    }

    private void open() {
        database = MigratedStore.open(directory);
        ledger = Ledger.open(directory, new SqlLedgerStore(database), time, 180_000);
        ledger.start((posting, hold) -> {}, facts -> {});
        IdSource ids = new IdSource(time);
        accounts = new Accounts(new SqlAccountStore(database), ledger, ids, time);
        payments =
                new PaymentsAssembly(
                        new PaymentStores(
                                faults.around(OrderStore.class, new SqlOrderStore(database)),
                                faults.around(PaymentStore.class, new SqlPaymentStore(database)),
                                faults.around(DeliveryStore.class, new SqlDeliveryStore(database)),
                                faults.around(
                                        RefundOfferStore.class, new SqlRefundOfferStore(database))),
                        List.of(
                                new StripeProvider(
                                        new StripeSettings(
                                                KEY, List.of(SECRET), false, server.url()),
                                        new Installation("inst_test", 0),
                                        time)),
                        new OrderTerms(
                                "USD",
                                UNIT,
                                1_000 * UNIT,
                                List.of(AMOUNT),
                                30_000,
                                300_000_000,
                                24 * HOUR_MS,
                                true),
                        new OrderLinks(new byte[OrderLinks.SECRET_BYTES]),
                        token -> URI.create("https://pay.example/pay/" + token),
                        accounts,
                        new Purchases(ledger, ids),
                        new SqlChangeLog(database),
                        400,
                        ids,
                        time);
        topUps =
                new AutoTopUpAssembly(
                        faults.around(AutoTopUpStore.class, new SqlAutoTopUpStore(database)),
                        faults.around(CardStore.class, new SqlCardStore(database)),
                        payments.cardOrders(),
                        accounts,
                        this::roughly,
                        new AutoTopUpSettings(isEnabled, MINUTE_MS),
                        ids,
                        time);
    }

    private OptionalLong roughly(long accountId) {
        AccountState account = ledger.account(accountId);
        if (account == null || !isKnown) {
            return OptionalLong.empty();
        }
        synchronized (account) {
            return OptionalLong.of(account.availableNanos(time.wallMs()));
        }
    }

    /// Stops and starts again on the same directory.
    void restart() {
        stop();
        faults.heal();
        open();
    }

    Orders orders() {
        return payments.orders();
    }

    PaymentsAssembly payments() {
        return payments;
    }

    AutoTopUpAssembly assembly() {
        return topUps;
    }

    AutoTopUps topUps() {
        return topUps.topUps();
    }

    Accounts accounts() {
        return accounts;
    }

    void round() {
        topUps.round();
    }

    /// An account whose owner bought 10.00 and had the card saved; its events are told.
    long accountWithCard() {
        long account = accounts.create("Acme", 0).id();
        payWithCard(account, true);
        round();
        return account;
    }

    /// The same, armed, with 4.00 left: 1.00 below its threshold.
    long lowAccount() {
        long account = accountWithCard();
        var _ = topUps().set(account, ARMED);
        spend(account, 6 * UNIT);
        return account;
    }

    void payWithCard(long account, boolean savesCard) {
        long order = orders().make(account, AMOUNT, "").id();
        var _ = stripe.pay(orders().choose(order, "stripe", savesCard).reference());
        tell();
    }

    /// Takes credit away as calls do.
    void spend(long account, long nanos) {
        var _ =
                new Credit(new SqlAccountStore(database), ledger, new IdSource(time))
                        .adjust(
                                account,
                                UUID.randomUUID(),
                                -nanos,
                                0,
                                AdjustmentReason.TEST,
                                "spent");
    }

    /// Delivers all events that were not told.
    void tell() {
        for (FakeEvent event : List.copyOf(events)) {
            assertEquals(Taken.STORED, deliver(event));
        }
        events.clear();
    }

    Taken deliver(FakeEvent event) {
        byte[] body = event.bytes();
        String signature = FakeSignature.header(List.of(SECRET), time.wallMs() / 1_000, body);
        return payments.deliveries()
                .take(
                        "stripe",
                        new Webhook(Map.of("stripe-signature", signature), body, time.wallMs()));
    }

    /// Money that fits no order.
    Delivery strangeMoney() {
        OrderToPay nobodys =
                new OrderToPay(
                        IdKind.ORDER.format(1),
                        1,
                        TOTAL,
                        "USD",
                        "Credit",
                        time.wallMs() + 2 * HOUR_MS,
                        URI.create("https://pay.example/pay/1"),
                        false);
        var provider = payments.cardOrders().providers().getFirst();
        var _ = stripe.pay(provider.open(nobodys).reference());
        tell();
        return payments.deliveries()
                .list(DeliveryState.UNMATCHED, 0, PageKey.of(9, "", ""))
                .items()
                .getFirst();
    }

    Delivery assign(Delivery money, long order) {
        return payments.deliveries().assign(money.id(), order, "she called", new NoLimit());
    }

    /// Charges to saved cards, newest first.
    List<ObjectNode> charges() {
        return stripe.cards().charges();
    }

    /// The one charge that there is.
    String charge() {
        assertEquals(1, charges().size());
        return charges().getFirst().path("id").asText();
    }

    void decline(long account, String code) {
        String method = topUps().cards(account).getFirst().card().method();
        stripe.cards().decline(method, code);
    }

    long balance(long account) {
        return accounts.balance(account, 0).balanceNanos();
    }

    AutoTopUp state(long account) {
        return topUps().get(account);
    }

    List<Attempt> attempts(long account) {
        return topUps().attempts(account, PageKey.of(100, "", "")).items();
    }

    Attempt attempt(long account) {
        return attempts(account).getFirst();
    }

    long number(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    List<String> texts(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    void sql(String statement) {
        var _ = database.inTransaction(handle -> handle.execute(statement));
    }

    /// What owners were told of automatic top-ups that ended.
    List<String> endingsTold() {
        return texts("SELECT reported FROM account_notice WHERE kind = 11 ORDER BY id");
    }

    /// What owners were told of failed payments.
    List<String> failuresTold() {
        return texts("SELECT reported FROM account_notice WHERE kind = 4 ORDER BY id");
    }

    /// Fails unless the whole ledger is right.
    void checkLedger() {
        ledger.awaitFolded();
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
    }

    private void stop() {
        ledger.close();
        database.close();
    }

    @Override
    public void close() {
        stop();
        server.close();
    }
}
