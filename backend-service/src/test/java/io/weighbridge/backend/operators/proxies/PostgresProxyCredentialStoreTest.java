package io.weighbridge.backend.operators.proxies;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresProxyCredentialStoreTest extends ProxyCredentialStoreContract {
    private EmptyStore opened;

    @BeforeEach
    void open() {
        opened = EmptyStore.postgres().withCatalogue();
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
