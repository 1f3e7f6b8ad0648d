package io.weighbridge.backend.services;

import io.weighbridge.backend.testkit.SqliteStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteServiceStoreTest extends ServiceStoreContract {
    @TempDir Path directory;
    private SqliteStore sqlite;

    @BeforeEach
    void open() {
        sqlite = SqliteStore.open(directory);
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @Override
    ServiceStore store() {
        return new SqlServiceStore(sqlite.database());
    }
}
