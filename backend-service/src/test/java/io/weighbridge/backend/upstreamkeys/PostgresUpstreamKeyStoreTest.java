package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresUpstreamKeyStoreTest extends UpstreamKeyStoreContract {
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
    UpstreamKeyStore store() {
        return new SqlUpstreamKeyStore(opened.database());
    }
}
