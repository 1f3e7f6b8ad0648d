package io.weighbridge.backend.ledger;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresLedgerStoreTest extends LedgerStoreContract {
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
    LedgerStore store() {
        return new SqlLedgerStore(opened.database());
    }
}
