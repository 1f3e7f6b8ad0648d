package io.weighbridge.backend;

import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.ledger.accounts.Purchases;
import io.weighbridge.backend.payments.OrderLinks;
import io.weighbridge.backend.payments.PaymentProvider;
import io.weighbridge.backend.payments.PaymentStores;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.payments.SqlDeliveryStore;
import io.weighbridge.backend.payments.SqlOrderStore;
import io.weighbridge.backend.payments.SqlPaymentStore;
import io.weighbridge.backend.platform.audit.SqlChangeLog;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.List;

/// Payments over the store, with the providers that the settings name.
final class SqlPayments {
    private SqlPayments() {}

    static PaymentsAssembly of(
            Config config,
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
                        new SqlDeliveryStore(database));
        return new PaymentsAssembly(
                stores,
                providers(config),
                config.orderTerms(),
                new OrderLinks(secrets.orderLinks()),
                config::orderPage,
                accounts,
                new Purchases(ledger, ids),
                new SqlChangeLog(database),
                ids,
                time);
    }

    // In the order in which customers are asked.
    private static List<PaymentProvider> providers(Config config) {
        return List.of();
    }
}
