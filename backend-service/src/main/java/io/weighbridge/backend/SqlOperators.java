package io.weighbridge.backend;

import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.operators.OperatorsAssembly;
import io.weighbridge.backend.operators.SqlOperatorStore;
import io.weighbridge.backend.operators.SqlSessionStore;
import io.weighbridge.backend.operators.approvals.FourEyes;
import io.weighbridge.backend.operators.approvals.SqlApprovalStore;
import io.weighbridge.backend.operators.proxies.ProxyCredentials;
import io.weighbridge.backend.operators.proxies.SqlProxyCredentialStore;
import io.weighbridge.backend.payments.PaymentsAssembly;
import io.weighbridge.backend.platform.audit.SqlChangeLog;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Services;

/// Operators and proxies' credentials over the store.
final class SqlOperators {
    private SqlOperators() {}

    static OperatorsAssembly of(
            Config config,
            InstallationSecrets secrets,
            Database database,
            Services services,
            IdSource ids,
            TimeSource time) {
        return new OperatorsAssembly(
                new SqlOperatorStore(database),
                new SqlSessionStore(database),
                new ProxyCredentials(
                        new SqlProxyCredentialStore(database),
                        services,
                        ids,
                        time,
                        config.keyPrefix(),
                        config.keyEnvironment()),
                secrets.box(),
                new SqlChangeLog(database),
                config.oidc(),
                config.passwordCost(),
                ids,
                time);
    }

    /// Approvals and limits.
    ///
    /// @param payments whose refunds are approved
    static FourEyes fourEyes(
            Database database,
            Credit credit,
            PaymentsAssembly payments,
            OperatorsAssembly operators,
            IdSource ids,
            TimeSource time) {
        return new FourEyes(
                new SqlApprovalStore(database),
                credit,
                payments.payments(),
                operators.operators(),
                ids,
                time);
    }
}
