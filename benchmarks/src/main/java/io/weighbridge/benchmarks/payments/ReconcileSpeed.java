package io.weighbridge.benchmarks.payments;

import com.sun.management.OperatingSystemMXBean;

import io.weighbridge.backend.demo.stripe.FakeStripe;
import io.weighbridge.backend.demo.stripe.FakeStripeHttp;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.ledger.accounts.SqlAccountStore;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.OrderToPay;
import io.weighbridge.backend.payments.reconcile.ReconciliationAssembly;
import io.weighbridge.backend.payments.reconcile.ReconciliationRun;
import io.weighbridge.backend.payments.reconcile.ReconciliationSettings;
import io.weighbridge.backend.payments.reconcile.SqlBooks;
import io.weighbridge.backend.payments.reconcile.SqlReconciliationStore;
import io.weighbridge.backend.payments.store.Move;
import io.weighbridge.backend.payments.store.OrderState;
import io.weighbridge.backend.payments.stripe.StripeProvider;
import io.weighbridge.backend.payments.stripe.StripeSettings;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.IdKind;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// How long it takes to compare a day of card payments between the stand-in for Stripe, the store
/// (SQLite) and the ledger; one in a hundred was half given back. Every order was opened over HTTP
/// and paid at the stand-in, and the ledger has moved its credit.
public final class ReconcileSpeed {
    private static final long UNIT = 1_000_000_000L;
    private static final long DAY_MS = 24 * 60 * 60_000L;
    private static final int AT_ONCE = 256;
    private static final int REFUNDED_EACH = 100;
    private static final String KEY = "sk_test_OfTheBenchmark";

    private final Later time = new Later();
    private final IdSource ids = new IdSource(time);
    private final int orders;
    private final FakeStripe stripe;
    private final Paid[] paid;

    /// A payment, and the grant that the ledger made for it.
    ///
    /// @param isRefunded whether half of it was given back
    private record Paid(
            long orderId, long paymentId, String reference, long grantId, boolean isRefunded) {}

    /// The real clock, set forward by hand.
    private static final class Later implements TimeSource {
        private volatile long byMs;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long wallMs(long nanos) {
            return System.currentTimeMillis() + byMs;
        }
    }

    private ReconcileSpeed(int orders) {
        this.orders = orders;
        this.paid = new Paid[orders];
        this.stripe = new FakeStripe(time, false, _ -> {}, 2 * orders + 10);
    }

    /// @param args how many orders; default 100,000
    public static void main(String[] args) throws IOException, InterruptedException {
        int orders = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Path directory = Files.createTempDirectory("weighbridge-reconcile");
        try {
            new ReconcileSpeed(orders).run(directory);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run(Path directory) throws InterruptedException {
        try (FakeStripeHttp server = FakeStripeHttp.start(stripe, KEY);
                Database database = Database.open(directory);
                Ledger ledger =
                        Ledger.open(directory, new SqlLedgerStore(database), time, 180_000)) {
            ledger.start((posting, hold) -> {}, facts -> {});
            StripeSettings settings =
                    new StripeSettings(
                            KEY, List.of("whsec_OfTheBenchmark0000"), false, server.url());
            Installation own = new Installation("inst_benchmark", 0);
            StripeProvider provider = new StripeProvider(settings, own, time);
            long account =
                    new Accounts(new SqlAccountStore(database), ledger, ids, time)
                            .create("Acme", 0)
                            .id();
            sell(provider, new Purchases(ledger, ids), account);
            keep(database, account);
            ledger.awaitFolded();
            time.byMs = DAY_MS;
            ReconciliationAssembly reconciliation =
                    new ReconciliationAssembly(
                            new SqlReconciliationStore(database),
                            new SqlBooks(database),
                            List.of(provider),
                            new ReconciliationSettings(LocalTime.MIN, 1, 15 * 60_000),
                            ledger::awaitFolded,
                            ids,
                            time);
            long begin = System.nanoTime();
            long beginBusy = busyNanos();
            reconciliation.round();
            report(database, System.nanoTime() - begin, busyNanos() - beginBusy);
        }
    }

    private void sell(StripeProvider provider, Purchases purchases, long account)
            throws InterruptedException {
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < orders; i++) {
                int place = i;
                places.acquire();
                threads.execute(
                        () -> {
                            try {
                                paid[place] = sold(provider, purchases, account, place);
                            } finally {
                                places.release();
                            }
                        });
            }
        }
    }

    private Paid sold(StripeProvider provider, Purchases purchases, long account, int place) {
        long order = ids.next();
        long payment = ids.next();
        OrderToPay asked =
                new OrderToPay(
                        IdKind.ORDER.format(order),
                        1,
                        10 * UNIT,
                        "USD",
                        "Credit",
                        time.wallMs() + DAY_MS / 2,
                        URI.create("https://pay.example/pay/x"),
                        false);
        String reference = stripe.pay(provider.open(asked).reference());
        long grant =
                purchases
                        .give(account, Move.operationId(payment, 1), 10 * UNIT, "bought", Act.LOCAL)
                        .grantId();
        boolean isRefunded = place % REFUNDED_EACH == 0;
        if (isRefunded) {
            var _ = stripe.refund(reference, 500);
            var _ =
                    purchases.takeBack(
                            account,
                            Move.operationId(payment, 2),
                            5 * UNIT,
                            List.of(grant),
                            "given back",
                            Act.LOCAL);
        }
        return new Paid(order, payment, reference, grant, isRefunded);
    }

    // As the service would have left it, in one transaction.
    private void keep(Database database, long account) {
        long nowMs = time.wallMs();
        var _ =
                database.write(
                        connection -> {
                            try (PreparedStatement order =
                                            connection.prepareStatement(
                                                    "INSERT INTO topup_order VALUES (?, "
                                                            + account
                                                            + ", 10000000000, 0, 'USD', '', "
                                                            + OrderState.PAID.number()
                                                            + ", '', ?, ?, ?)");
                                    PreparedStatement payment =
                                            connection.prepareStatement(
                                                    "INSERT INTO payment VALUES (?, ?, "
                                                            + account
                                                            + ", 'stripe', ?, '', 10000000000, ?,"
                                                            + " 0, ?, ?, '', ?, ?)");
                                    PreparedStatement move =
                                            connection.prepareStatement(
                                                    "INSERT INTO payment_move VALUES (?, ?, ?, ?,"
                                                            + " ?, ?, 0)")) {
                                for (Paid each : paid) {
                                    long refunded = each.isRefunded() ? 5 * UNIT : 0;
                                    put(order, each.orderId(), nowMs, nowMs, nowMs);
                                    payment.setString(3, each.reference());
                                    payment.setLong(1, each.paymentId());
                                    payment.setLong(2, each.orderId());
                                    payment.setLong(4, refunded);
                                    payment.setLong(5, 10 * UNIT - refunded);
                                    payment.setInt(6, each.isRefunded() ? 2 : 1);
                                    payment.setLong(7, nowMs);
                                    payment.setLong(8, nowMs);
                                    payment.addBatch();
                                    long id = each.paymentId();
                                    put(move, id, 1, 10 * UNIT, nowMs, nowMs, each.grantId());
                                    if (each.isRefunded()) {
                                        put(move, id, 2, -5 * UNIT, nowMs, nowMs, 0);
                                    }
                                }
                                order.executeBatch();
                                payment.executeBatch();
                                return move.executeBatch();
                            }
                        });
    }

    private static void put(PreparedStatement row, long... values) throws java.sql.SQLException {
        for (int i = 0; i < values.length; i++) {
            row.setLong(i + 1, values[i]);
        }
        row.addBatch();
    }

    // Of this process, the stand-in included: what does not depend on who else uses the machine.
    private static long busyNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void report(Database database, long tookNanos, long busyNanos) {
        ReconciliationRun run =
                new SqlReconciliationStore(database).list(PageKey.of(1, "", "")).items().getFirst();
        System.out.printf(
                "%,d payments compared in %,d ms, %,d ms of processors, the stand-in's included:"
                        + " %s %s, differences: %d%n",
                run.payments(),
                tookNanos / 1_000_000,
                busyNanos / 1_000_000,
                run.state(),
                run.why(),
                run.differences());
    }
}
