package io.weighbridge.backend.limits;

import io.weighbridge.backend.testkit.SqliteStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class SqlitePlanStoreTest extends PlanStoreContract {
    @TempDir Path directory;
    private SqliteStore sqlite;

    @BeforeEach
    void open() {
        sqlite = SqliteStore.open(directory);
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @Override
    PlanStore store() {
        return new SqlPlanStore(sqlite.database());
    }
}
