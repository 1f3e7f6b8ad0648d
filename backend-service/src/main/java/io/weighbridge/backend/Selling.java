package io.weighbridge.backend;

import io.weighbridge.backend.codes.CodesAssembly;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Accounts;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.payments.autotopup.AutoTopUpAssembly;
import io.weighbridge.backend.payments.provider.PaymentProvider;
import io.weighbridge.backend.payments.reconcile.ReconciliationAssembly;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.List;

/// All by which accounts get credit without an operator's adjusting it.
record Selling(
        PaymentsAssembly payments,
        ReconciliationAssembly reconciliation,
        AutoTopUpAssembly autoTopUps,
        CodesAssembly codes) {
    /// @param providers in the order in which customers are asked
    static Selling of(
            Config config,
            List<PaymentProvider> providers,
            InstallationSecrets secrets,
            Database database,
            Ledger ledger,
            Accounts accounts,
            IdSource ids,
            TimeSource time) {
        PaymentsAssembly payments =
                SqlPayments.of(config, providers, secrets, database, ledger, accounts, ids, time);
        return new Selling(
                payments,
                SqlPayments.reconciliation(config, providers, database, ledger, ids, time),
                SqlPayments.autoTopUps(config, payments, database, ledger, accounts, ids, time),
                SqlPayments.codes(database, ledger, accounts, ids, time));
    }
}
