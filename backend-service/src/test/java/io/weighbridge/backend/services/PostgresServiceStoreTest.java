package io.weighbridge.backend.services;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresServiceStoreTest extends ServiceStoreContract {
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
    ServiceStore store() {
        return new SqlServiceStore(opened.database());
    }
}
