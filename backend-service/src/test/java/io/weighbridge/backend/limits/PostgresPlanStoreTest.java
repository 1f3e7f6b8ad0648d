package io.weighbridge.backend.limits;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresPlanStoreTest extends PlanStoreContract {
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
    PlanStore store() {
        return new SqlPlanStore(opened.database());
    }
}
