package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresModelStoreTest extends ModelStoreContract {
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.postgres().withCatalogue();
        addGpu();
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
