package io.weighbridge.backend.pricing;

import io.weighbridge.backend.testkit.SqliteStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqlitePriceStoreTest extends PriceStoreContract {
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
    PriceStore store() {
        return new SqlPriceStore(sqlite.database());
    }
}
