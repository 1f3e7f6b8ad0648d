package io.weighbridge.backend.pricing.others;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqlitePriceCatalogueStoreTest extends PriceCatalogueStoreContract {
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
    PriceCatalogueStore store() {
        return new SqlPriceCatalogueStore(opened.database());
    }
}
