package io.weighbridge.backend.compute.gpu;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresGpuStoreTest extends GpuStoreContract {
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.postgres();
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
