package io.weighbridge.backend;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;

/// What is true of a whole installation and never changes: its currency.
final class SqlInstallation {
    private SqlInstallation() {}

    /// Keeps the currency at the first start, and refuses another one ever after: amounts are plain
    /// numbers, and would all mean something else.
    ///
    /// @throws Fault INVALID_FIELD
    static void requireCurrency(Database database, String currency) {
        String kept =
                database.inTransaction(
                        handle -> {
                            handle.execute(
                                    "INSERT INTO installation (id, currency) VALUES (1, ?)"
                                            + " ON CONFLICT (id) DO NOTHING",
                                    currency);
                            return handle.createQuery("SELECT currency FROM installation")
                                    .mapTo(String.class)
                                    .one();
                        });
        if (!kept.equals(currency)) {
            throw Fault.invalid("currency", currency, kept + ", which this data is in");
        }
    }
}
