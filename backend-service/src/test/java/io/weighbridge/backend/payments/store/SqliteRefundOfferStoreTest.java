package io.weighbridge.backend.payments.store;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteRefundOfferStoreTest extends RefundOfferStoreContract {
    @TempDir Path directory;
    private EmptyStore opened;

    @BeforeEach
    @Override
    void stores() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
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
