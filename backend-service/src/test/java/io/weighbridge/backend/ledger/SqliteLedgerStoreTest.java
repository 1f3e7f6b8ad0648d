package io.weighbridge.backend.ledger;

import io.weighbridge.backend.testkit.SqliteStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteLedgerStoreTest extends LedgerStoreContract {
    @TempDir Path directory;
    private SqliteStore sqlite;

    @BeforeEach
    void open() {
        sqlite = SqliteStore.open(directory).withCatalogue();
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @Override
    LedgerStore store() {
        return new SqlLedgerStore(sqlite.database());
    }
}
