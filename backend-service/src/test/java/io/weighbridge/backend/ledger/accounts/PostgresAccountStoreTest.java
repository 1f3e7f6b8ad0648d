package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresAccountStoreTest extends AccountStoreContract {
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.postgres().withCatalogue();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    AccountStore store() {
        return new SqlAccountStore(opened.database());
    }

    @Override
    LedgerStore ledger() {
        return new SqlLedgerStore(opened.database());
    }
}
