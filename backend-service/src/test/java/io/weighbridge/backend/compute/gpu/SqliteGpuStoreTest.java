package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteGpuStoreTest extends GpuStoreContract {
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
    GpuStore store() {
        return new SqlGpuStore(opened.database());
    }

    @Override
    Database database() {
        return opened.database();
    }
}
