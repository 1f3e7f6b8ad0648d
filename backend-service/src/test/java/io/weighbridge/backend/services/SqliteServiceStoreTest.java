package io.weighbridge.backend.services;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteServiceStoreTest extends ServiceStoreContract {
    @TempDir Path directory;
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    ServiceStore store() {
        return new SqlServiceStore(opened.database());
    }
}
