package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqliteProxyCredentialStoreTest extends ProxyCredentialStoreContract {
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
    ProxyCredentialStore store() {
        return new SqlProxyCredentialStore(opened.database());
    }
}
