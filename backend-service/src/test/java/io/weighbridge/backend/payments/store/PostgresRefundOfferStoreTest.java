package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresRefundOfferStoreTest extends RefundOfferStoreContract {
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
