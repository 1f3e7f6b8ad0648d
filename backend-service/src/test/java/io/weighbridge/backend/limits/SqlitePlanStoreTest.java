package io.weighbridge.backend.limits;

import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqlitePlanStoreTest extends PlanStoreContract {
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
    PlanStore store() {
        return new SqlPlanStore(opened.database());
    }
}
