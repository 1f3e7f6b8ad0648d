package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteOperatorStoreTest extends OperatorStoreContract {
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
    OperatorStore store() {
        return new SqlOperatorStore(opened.database());
    }

    @Override
    SessionStore sessions() {
        return new SqlSessionStore(opened.database());
    }
}
