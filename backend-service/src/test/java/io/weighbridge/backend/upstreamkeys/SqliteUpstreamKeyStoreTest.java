package io.weighbridge.backend.upstreamkeys;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteUpstreamKeyStoreTest extends UpstreamKeyStoreContract {
    @TempDir Path directory;
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.sqlite(directory).withCatalogue();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    UpstreamKeyStore store() {
        return new SqlUpstreamKeyStore(opened.database());
    }
}
