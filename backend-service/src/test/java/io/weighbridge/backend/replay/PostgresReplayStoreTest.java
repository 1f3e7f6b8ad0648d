package io.weighbridge.backend.replay;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresReplayStoreTest extends ReplayStoreContract {
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
    Database database() {
        return opened.database();
    }
}
