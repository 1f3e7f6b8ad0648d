package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteModelStoreTest extends ModelStoreContract {
    @TempDir Path directory;
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
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
