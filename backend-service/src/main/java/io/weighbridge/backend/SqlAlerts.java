package io.weighbridge.backend;

import io.weighbridge.backend.alerts.AlertsAssembly;
import io.weighbridge.backend.alerts.SqlAlertStore;
import io.weighbridge.backend.ledger.AccountState;
import io.weighbridge.backend.ledger.Ledger;
import io.weighbridge.backend.ledger.accounts.Credit;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;

import java.util.OptionalLong;

/// Wires alerts.
final class SqlAlerts {
    private SqlAlerts() {}

    static AlertsAssembly start(
            Config config,
            Database database,
            InstallationSecrets secrets,
            Credit credit,
            Ledger ledger,
            IdSource ids,
            TimeSource time) {
        AlertsAssembly alerts =
                new AlertsAssembly(
                        new SqlAlertStore(database),
                        secrets.box(),
                        config.alerts(),
                        config.currency(),
                        credit::accountName,
                        id -> balance(ledger, id),
                        ids,
                        time);
        alerts.start();
        return alerts;
    }

    private static OptionalLong balance(Ledger ledger, long accountId) {
        AccountState account = ledger.account(accountId);
        if (account == null) {
            return OptionalLong.empty();
        }
        synchronized (account) {
            return OptionalLong.of(account.balanceNanos());
        }
    }
}
