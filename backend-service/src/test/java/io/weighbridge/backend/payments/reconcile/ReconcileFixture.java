package io.weighbridge.backend.payments.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.demo.btcpay.FakeBtcpay;
import io.weighbridge.backend.demo.btcpay.FakeBtcpayHttp;
import io.weighbridge.backend.demo.btcpay.FakeShop;
import io.weighbridge.backend.demo.stripe.FakeEvent;
import io.weighbridge.backend.demo.stripe.FakeSignature;
import io.weighbridge.backend.demo.stripe.FakeStripe;
import io.weighbridge.backend.demo.stripe.FakeStripeHttp;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.payments.NoLimit;
import io.weighbridge.backend.payments.OrderLinks;
import io.weighbridge.backend.payments.OrderTerms;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.payments.Taken;
import io.weighbridge.backend.payments.btcpay.BtcpayProvider;
import io.weighbridge.backend.payments.btcpay.BtcpaySettings;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.provider.Webhook;
import io.weighbridge.backend.payments.store.PaymentStores;
import io.weighbridge.backend.payments.store.SqlDeliveryStore;
import io.weighbridge.backend.payments.store.SqlOrderStore;
import io.weighbridge.backend.payments.store.SqlPaymentStore;
import io.weighbridge.backend.payments.store.SqlRefundOfferStore;
import io.weighbridge.backend.payments.stripe.StripeProvider;
import io.weighbridge.backend.payments.stripe.StripeSettings;
import io.weighbridge.backend.platform.audit.SqlChangeLog;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.MigratedStore;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A shop with a real store and ledger in a directory that sells through both stand-ins, over HTTP.
/// Its first day is 2026-11-29; an order of 10 costs 10.60, of 1,000 yen 1,060.
final class ReconcileFixture implements AutoCloseable {
    static final long CENT = 10_000_000L;
    static final long UNIT = 100 * CENT;
    static final long TOTAL = 1_060 * CENT;
    static final BigDecimal RATE = new BigDecimal("50000");

    private static final long DAY_MS = 24 * 60 * 60_000L;
    private static final String KEY = "sk_test_OfTheReconciledShop";
    private static final String STRIPE_SECRET = "whsec_OfTheReconciledShop";
    private static final String API_KEY = "api-key-of-the-reconciled-shop";
    private static final String COIN_SECRET = "secret-of-the-reconciled-shop";

    final HandTime time = new HandTime(Instant.parse("2026-11-29T10:00:00Z").toEpochMilli());
    private final List<FakeEvent> events = new ArrayList<>();
    final FakeStripe stripe = new FakeStripe(time, false, events::add);
    final FakeStripeHttp stripeHttp = FakeStripeHttp.start(stripe, KEY);
    final FakeBtcpay coin =
            new FakeBtcpay(new FakeShop("store", API_KEY, COIN_SECRET, RATE), time::wallMs);
    private final FakeBtcpayHttp coinHttp = FakeBtcpayHttp.start(coin);
    private final IdSource ids = new IdSource(time);
    final Database database;
    private final Ledger ledger;
    private final PaymentsAssembly payments;
    private final long account;

    ReconcileFixture(Path directory, String currency) {
        database = MigratedStore.open(directory);
        ledger = Ledger.open(directory, new SqlLedgerStore(database), time, 180_000);
        ledger.start((posting, hold) -> {}, facts -> {});
        Accounts accounts = new Accounts(new SqlAccountStore(database), ledger, ids, time);
        long unit = currency.equals("JPY") ? 100 * UNIT : UNIT;
        payments =
                new PaymentsAssembly(
                        new PaymentStores(
                                new SqlOrderStore(database),
                                new SqlPaymentStore(database),
                                new SqlDeliveryStore(database),
                                new SqlRefundOfferStore(database)),
                        providers(),
                        new OrderTerms(
                                currency,
                                unit,
                                1_000 * unit,
                                List.of(),
                                30_000,
                                3 * unit / 10,
                                DAY_MS / 2,
                                false),
                        new OrderLinks(new byte[OrderLinks.SECRET_BYTES]),
                        token -> URI.create("https://pay.example/pay/" + token),
                        accounts,
                        new Purchases(ledger, ids),
                        new SqlChangeLog(database),
                        400,
                        ids,
                        time);
        account = accounts.create("Acme", 0).id();
    }

    private List<PaymentProvider> providers() {
        return List.of(card(stripeHttp.url()), coinProvider());
    }

    private PaymentProvider card(URI api) {
        return new StripeProvider(
                new StripeSettings(KEY, List.of(STRIPE_SECRET), false, api),
                new Installation("inst_test", 0),
                time);
    }

    private PaymentProvider coinProvider() {
        return new BtcpayProvider(
                new BtcpaySettings(
                        coinHttp.url(),
                        coinHttp.url(),
                        "store",
                        API_KEY,
                        List.of(COIN_SECRET),
                        1,
                        15,
                        1_440),
                new Installation("inst_test", 0),
                time);
    }

    Reconciliations reconciliations() {
        return reconciliations(providers(), ledger::awaitFolded);
    }

    /// With another account at Stripe than the payments are of.
    Reconciliations elsewhere(FakeStripeHttp other) {
        return reconciliations(List.of(card(other.url()), coinProvider()), ledger::awaitFolded);
    }

    /// A stand-in for Stripe that knows nothing.
    FakeStripeHttp otherStripe() {
        return FakeStripeHttp.start(new FakeStripe(time, false, _ -> {}), KEY);
    }

    /// One that is stopped while it makes its first report.
    Reconciliations stopping() {
        List<Reconciliations> made = new ArrayList<>();
        made.add(reconciliations(providers(), () -> made.getFirst().stop()));
        return made.getFirst();
    }

    /// Where nobody takes money.
    Reconciliations ofNobody() {
        return reconciliations(List.of(), () -> {});
    }

    private Reconciliations reconciliations(List<PaymentProvider> asked, Runnable settled) {
        return new Reconciliations(
                new SqlReconciliationStore(database),
                new SqlBooks(database),
                asked,
                new ReconciliationSettings(LocalTime.of(3, 30), 3, 15 * 60_000),
                settled,
                ids,
                time);
    }

    ReconciliationStore reports() {
        return new SqlReconciliationStore(database);
    }

    /// The checkout of a new order, by `stripe` or `btcpay`.
    String ordered(String provider) {
        return ordered(provider, 10 * UNIT);
    }

    String ordered(String provider, long nanos) {
        long order = payments.orders().make(account, nanos, "").id();
        return payments.orders().choose(order, provider).reference();
    }

    /// A card payment that we know of.
    String paid() {
        String payment = stripe.pay(ordered("stripe"));
        tell();
        return payment;
    }

    /// An order that is paid with so many coins.
    String paidCoins(String coins) {
        String invoice = ordered("btcpay");
        var _ = coin.pay(invoice, new BigDecimal(coins));
        coin.mine();
        tell();
        return invoice;
    }

    /// Gives a part of the last Bitcoin payment back, by a page that nobody has claimed yet.
    ///
    /// @return the page's id
    String refundCoins(long nanos) {
        long payment = number("SELECT max(id) FROM payment WHERE provider = 'btcpay'");
        var _ =
                payments.payments()
                        .refund(payment, UUID.randomUUID(), nanos, true, "r", new NoLimit());
        return coin.pulls().newest();
    }

    /// Asks about what is due.
    void poll() {
        payments.poll();
    }

    /// Delivers all webhooks.
    void tell() {
        for (FakeEvent event : List.copyOf(events)) {
            String header =
                    FakeSignature.header(
                            List.of(STRIPE_SECRET), time.wallMs() / 1_000, event.bytes());
            take("stripe", "stripe-signature", header, event.bytes());
        }
        events.clear();
        coin.deliver(
                delivery -> {
                    take("btcpay", "btcpay-sig", delivery.signature(), delivery.body());
                    return 200;
                });
    }

    private void take(String provider, String header, String signature, byte[] body) {
        Webhook webhook = new Webhook(Map.of(header, signature), body, time.wallMs());
        assertEquals(Taken.STORED, payments.deliveries().take(provider, webhook));
    }

    /// Loses all webhooks.
    void lose() {
        events.clear();
        coin.deliver(_ -> 200);
    }

    /// Lets a time of the next day come.
    void pass(String time) {
        this.time.setWallMs(Instant.parse("2026-11-30T" + time + ":00Z").toEpochMilli());
        coin.tick();
        tell();
    }

    void sql(String statement, Object... values) {
        ledger.awaitFolded();
        int changed = database.inTransaction(handle -> handle.execute(statement, values));
        assertEquals(1, changed, statement);
    }

    /// Changes the table's structure.
    void alter(String statement) {
        var _ = database.inTransaction(handle -> handle.execute(statement));
    }

    long number(String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        stripeHttp.close();
        coinHttp.close();
        ledger.close();
        database.close();
    }
}
