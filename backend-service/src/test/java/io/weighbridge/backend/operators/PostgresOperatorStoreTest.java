package io.weighbridge.backend.operators;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresOperatorStoreTest extends OperatorStoreContract {
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
    OperatorStore store() {
        return new SqlOperatorStore(opened.database());
    }

    @Override
    SessionStore sessions() {
        return new SqlSessionStore(opened.database());
    }
}
