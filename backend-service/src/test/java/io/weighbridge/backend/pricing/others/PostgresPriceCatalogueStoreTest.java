package io.weighbridge.backend.pricing.others;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresPriceCatalogueStoreTest extends PriceCatalogueStoreContract {
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
    PriceCatalogueStore store() {
        return new SqlPriceCatalogueStore(opened.database());
    }
}
