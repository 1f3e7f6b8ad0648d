package io.weighbridge.backend.attribution;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Assignments in SQL.
public final class SqlAssignmentStore implements AssignmentStore {
    private static final String INSERT =
            """
            INSERT INTO gpu_assignment (id, gpu, effective_at_ms, created_at_ms)
            VALUES (?, ?, ?, ?)
            """;
    private static final String INSERT_SERVICE =
            "INSERT INTO gpu_assignment_service (assignment_id, service_id) VALUES (?, ?)";
    private static final String AT =
            """
            SELECT * FROM gpu_assignment WHERE gpu = :gpu AND effective_at_ms <= :at
            ORDER BY effective_at_ms DESC, id DESC LIMIT 1
            """;
    private static final String LIST =
            """
            SELECT * FROM gpu_assignment WHERE id > :after AND (:gpu = '' OR gpu = :gpu)
            ORDER BY id LIMIT :limit
            """;

    private final Database database;

    public SqlAssignmentStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(GpuServices assignment, Change change) {
        var _ =
                database.inTransaction(
                        handle -> {
                            handle.execute(
                                    INSERT,
                                    assignment.id(),
                                    assignment.gpu(),
                                    assignment.effectiveAtMs(),
                                    assignment.createdAtMs());
                            for (long service : assignment.serviceIds()) {
                                handle.execute(INSERT_SERVICE, assignment.id(), service);
                            }
                            SqlAuditTrail.append(handle, change);
                            return true;
                        });
    }

    @Override
    public Optional<GpuServices> at(String gpu, long atMs) {
        return database.read(
                handle ->
                        handle.createQuery(AT)
                                .bind("gpu", gpu)
                                .bind("at", atMs)
                                .map((row, context) -> assignment(handle, row))
                                .findOne());
    }

    @Override
    public long count() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT count(*) FROM gpu_assignment")
                                .mapTo(Long.class)
                                .one());
    }

    @Override
    public Page<GpuServices> list(String gpu, PageKey page) {
        return database.read(
                handle ->
                        PageReader.rising(
                                handle,
                                page,
                                LIST,
                                Map.of("gpu", gpu),
                                (row, context) -> assignment(handle, row),
                                GpuServices::id));
    }

    private static GpuServices assignment(Handle handle, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        List<Long> services =
                handle.createQuery(
                                "SELECT service_id FROM gpu_assignment_service"
                                        + " WHERE assignment_id = :id")
                        .bind("id", id)
                        .mapTo(Long.class)
                        .list();
        return new GpuServices(
                id,
                row.getString("gpu"),
                row.getLong("effective_at_ms"),
                services,
                row.getLong("created_at_ms"));
    }
}
