package io.weighbridge.backend.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// What every [AssignmentStore] does.
abstract class AssignmentStoreContract {
    private static final GpuServices FIRST =
            new GpuServices(1, "GPU-1", 1_000, List.of(12L, 11L), 9);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private static final GpuServices NONE = new GpuServices(2, "GPU-1", 2_000, List.of(), 9);
    private static final GpuServices OTHER = new GpuServices(3, "GPU-2", 500, List.of(12L), 9);
    private static final GpuServices CORRECTED =
            new GpuServices(4, "GPU-1", 2_000, List.of(11L), 9);

    private AssignmentStore store() {
        AssignmentStore store = new SqlAssignmentStore(database);
        for (GpuServices each : List.of(FIRST, NONE, OTHER)) {
            store.add(each, Changes.ANY);
        }
        return store;
    }

    @Test
    void whatRunsOnAGpuHoldsFromItsInstantOn() {
        AssignmentStore store = store();
        assertEquals(Optional.empty(), store.at("GPU-1", 999));
        assertEquals(Optional.of(FIRST), store.at("GPU-1", 1_999));
        assertEquals(Optional.of(NONE), store.at("GPU-1", 2_000));
        store.add(CORRECTED, Changes.ANY);
        assertEquals(Optional.of(CORRECTED), store.at("GPU-1", 2_000));
        assertEquals(Optional.of(OTHER), store.at("GPU-2", Long.MAX_VALUE));
        Page<GpuServices> page = store.list("", PageKey.of(3, "", "f"));
        assertEquals(List.of(FIRST, NONE, OTHER), page.items());
        assertEquals(
                List.of(CORRECTED), store.list("", PageKey.of(3, page.nextToken(), "f")).items());
        assertEquals(List.of(OTHER), store.list("GPU-2", PageKey.of(3, "", "f")).items());
    }

    @Test
    void nothingCanBeChangedOrRemoved() {
        AssignmentStore store = store();
        for (String sql :
                List.of(
                        "UPDATE gpu_assignment SET effective_at_ms = 0",
                        "UPDATE gpu_assignment_service SET service_id = 11",
                        "DELETE FROM gpu_assignment_service",
                        "DELETE FROM gpu_assignment WHERE id = 2")) {
            assertThrows(
                    RuntimeException.class,
                    () -> database.inTransaction(handle -> handle.execute(sql)),
                    sql);
        }
        assertEquals(Optional.of(FIRST), store.at("GPU-1", 1_999));
    }
}
