package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresCostSeriesTest extends CostSeriesContract {

    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.postgres().withCatalogue();
        wire();
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
