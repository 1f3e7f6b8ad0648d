package io.weighbridge.backend.limits;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.sql.Database;

import java.util.List;
import java.util.Map;

/// Plans in SQL.
public final class SqlPlanStore implements PlanStore {
    private final Database database;

    public SqlPlanStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Plan> all() {
        return database.read(
                handle -> {
                    Map<Long, List<ServiceLimits>> limits = SqlServiceLimitRows.all(handle);
                    return handle.createQuery("SELECT * FROM plan ORDER BY id")
                            .map(
                                    (row, context) ->
                                            new Plan(
                                                    row.getLong("id"),
                                                    row.getLong("version"),
                                                    row.getString("name"),
                                                    limits.getOrDefault(
                                                            row.getLong("id"), List.of()),
                                                    row.getLong("created_at_ms")))
                            .list();
                });
    }

    @Override
    public boolean add(Plan plan, Change change) {
        return database.inTransaction(
                handle -> {
                    int added =
                            handle.execute(
                                    "INSERT INTO plan (id, version, name, created_at_ms)"
                                            + " VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
                                    plan.id(),
                                    plan.version(),
                                    plan.name(),
                                    plan.createdAtMs());
                    if (added == 1) {
                        SqlServiceLimitRows.replace(handle, plan.id(), plan.limits());
                        SqlAuditTrail.append(handle, change);
                    }
                    return added == 1;
                });
    }

    @Override
    public Replaced replace(Plan plan, Change change) {
        return database.inTransaction(
                handle -> {
                    boolean taken =
                            handle.createQuery(
                                            "SELECT 1 FROM plan WHERE name = :name AND id <> :id")
                                    .bind("name", plan.name())
                                    .bind("id", plan.id())
                                    .mapTo(Integer.class)
                                    .findOne()
                                    .isPresent();
                    if (taken) {
                        return Replaced.NAME_TAKEN;
                    }
                    int changed =
                            handle.execute(
                                    "UPDATE plan SET version = ?, name = ?"
                                            + " WHERE id = ? AND version = ?",
                                    plan.version(),
                                    plan.name(),
                                    plan.id(),
                                    plan.version() - 1);
                    if (changed == 0) {
                        return Replaced.VERSION_CONFLICT;
                    }
                    SqlServiceLimitRows.replace(handle, plan.id(), plan.limits());
                    SqlAuditTrail.append(handle, change);
                    return Replaced.DONE;
                });
    }
}
