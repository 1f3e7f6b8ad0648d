package io.weighbridge.backend.usage;

import io.weighbridge.backend.ledger.LedgerStore;
import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.testkit.SqliteStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteUsageStoreTest extends UsageStoreContract {
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
    UsageStore store() {
        return new SqlUsageStore(sqlite.database());
    }

    @Override
    KeyHistory history() {
        return new SqlKeyHistory(sqlite.database());
    }

    @Override
    LedgerStore ledger() {
        return new SqlLedgerStore(sqlite.database());
    }
}
