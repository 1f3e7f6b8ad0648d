package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteCostSeriesTest extends CostSeriesContract {
    @TempDir Path directory;
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
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
