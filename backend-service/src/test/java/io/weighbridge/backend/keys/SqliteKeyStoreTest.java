package io.weighbridge.backend.keys;

import io.weighbridge.backend.testkit.SqliteStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteKeyStoreTest extends KeyStoreContract {
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
    KeyStore store() {
        return new SqlKeyStore(sqlite.database());
    }
}
