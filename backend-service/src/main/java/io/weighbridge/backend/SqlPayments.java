package io.weighbridge.backend;

import io.weighbridge.backend.codes.CodesAssembly;
import io.weighbridge.backend.codes.SqlCodeStore;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.ledger.accounts.Promotions;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.payments.OrderLinks;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.payments.autotopup.AutoTopUpAssembly;
import io.weighbridge.backend.payments.autotopup.SqlAutoTopUpStore;
import io.weighbridge.backend.payments.autotopup.SqlCardStore;
import io.weighbridge.backend.payments.btcpay.BtcpayProvider;
import io.weighbridge.backend.payments.page.PaymentsHttp;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.reconcile.ReconciliationAssembly;
import io.weighbridge.backend.payments.reconcile.SqlBooks;
import io.weighbridge.backend.payments.reconcile.SqlReconciliationStore;
import io.weighbridge.backend.payments.store.PaymentStores;
import io.weighbridge.backend.payments.store.SqlDeliveryStore;
import io.weighbridge.backend.payments.store.SqlOrderStore;
import io.weighbridge.backend.payments.store.SqlPaymentStore;
import io.weighbridge.backend.payments.store.SqlRefundOfferStore;
import io.weighbridge.backend.payments.stripe.StripeProvider;
import io.weighbridge.backend.platform.audit.SqlChangeLog;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Payments over the store, with the providers that the settings name.
final class SqlPayments {
    private SqlPayments() {}

    /// @param providers in the order in which customers are asked
    static PaymentsAssembly of(
            Config config,
            List<PaymentProvider> providers,
            InstallationSecrets secrets,
            Database database,
            Ledger ledger,
            Accounts accounts,
            IdSource ids,
            TimeSource time) {
        PaymentStores stores =
                new PaymentStores(
                        new SqlOrderStore(database),
                        new SqlPaymentStore(database),
                        new SqlDeliveryStore(database),
                        new SqlRefundOfferStore(database));
        return new PaymentsAssembly(
                stores,
                providers,
                config.orderTerms(),
                new OrderLinks(secrets.orderLinks()),
                config::orderPage,
                accounts,
                new Purchases(ledger, ids),
                new SqlChangeLog(database),
                config.get(PaymentTable.KEEP_DELIVERIES_DAYS),
                ids,
                time);
    }

    /// Redemption codes.
    static CodesAssembly codes(
            Database database, Ledger ledger, Accounts accounts, IdSource ids, TimeSource time) {
        return new CodesAssembly(
                new SqlCodeStore(database), new Promotions(ledger, ids), accounts, ids, time);
    }

    /// Starts the port where customers pay and providers tell; empty when nothing is sold. What
    /// comes of it is measured.
    static Optional<PaymentsHttp> page(
            Config config,
            Operation operation,
            Opened opened,
            Selling selling,
            Credit credit,
            TimeSource time) {
        new PaymentMetrics(operation.metrics()).of(selling);
        Optional<PaymentsHttp> page =
                PayPageTable.read(config)
                        .map(
                                settings ->
                                        PaymentsHttp.start(
                                                settings,
                                                operation.tls(PayPageTable.TLS),
                                                selling.payments().orders(),
                                                selling.payments().deliveries(),
                                                selling.codes().redemptions(),
                                                time));
        page.ifPresent(opened::add);
        return page;
    }

    /// Comparing them with what the providers say.
    static ReconciliationAssembly reconciliation(
            Config config,
            List<PaymentProvider> providers,
            Database database,
            Ledger ledger,
            IdSource ids,
            TimeSource time) {
        return new ReconciliationAssembly(
                new SqlReconciliationStore(database),
                new SqlBooks(database),
                providers,
                config.reconciliation(),
                ledger::awaitFolded,
                ids,
                time);
    }

    /// Topping up accounts by themselves.
    static AutoTopUpAssembly autoTopUps(
            Config config,
            PaymentsAssembly payments,
            Database database,
            Ledger ledger,
            Accounts accounts,
            IdSource ids,
            TimeSource time) {
        return new AutoTopUpAssembly(
                new SqlAutoTopUpStore(database),
                new SqlCardStore(database),
                payments.cardOrders(),
                accounts,
                id -> available(ledger, id, time.wallMs()),
                config.autoTopUp(),
                ids,
                time);
    }

    private static OptionalLong available(Ledger ledger, long accountId, long nowMs) {
        AccountState account = ledger.isHealthy() ? ledger.account(accountId) : null;
        if (account == null) {
            return OptionalLong.empty();
        }
        synchronized (account) {
            return OptionalLong.of(account.availableNanos(nowMs));
        }
    }

    /// All providers, in the order in which customers are asked.
    ///
    /// @param others beside those that the settings name
    static List<PaymentProvider> providers(
            Config config, List<PaymentProvider> others, TimeSource time) {
        List<PaymentProvider> all = new ArrayList<>(others);
        Supplier<Installation> own = () -> InstallationSecrets.installation(config.dataDirectory());
        config.stripe()
                .ifPresent(settings -> all.add(new StripeProvider(settings, own.get(), time)));
        config.btcpay()
                .ifPresent(settings -> all.add(new BtcpayProvider(settings, own.get(), time)));
        return all;
    }
}
