package io.weighbridge.backend.payments.autotopup;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresTopUpStoresTest extends TopUpStoresContract {
    private EmptyStore opened;

    @BeforeEach
    @Override
    void stores() {
        opened = EmptyStore.postgres().withCatalogue();
        super.stores();
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
