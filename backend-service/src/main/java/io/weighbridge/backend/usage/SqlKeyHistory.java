package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// The past of keys and accounts, from rollups and records in SQL.
public final class SqlKeyHistory implements KeyHistory {
    private static final String SPENT =
            """
            SELECT key_id,
                sum(CASE WHEN bucket_at_ms >= :day THEN charge_nanos ELSE 0 END) AS day,
                sum(CASE WHEN bucket_at_ms >= :month THEN charge_nanos ELSE 0 END) AS month,
                sum(charge_nanos) AS ever
            FROM rollup WHERE granularity = 3 GROUP BY key_id HAVING sum(charge_nanos) <> 0
            """;
    // Records lie in the order of their instants: the newest are read until one is too old.
    private static final String RECENT =
            """
            SELECT key_id, service_id, units, settled_at_ms FROM usage_record
            ORDER BY sequence DESC LIMIT 1000000
            """;
    private static final String VOLUMES =
            """
            SELECT account_id, service_id, sum(input_tokens), sum(cached_input_tokens),
                sum(output_tokens), sum(implicit_requests)
            FROM rollup WHERE granularity = 3 AND bucket_at_ms >= :month AND service_id IN (<ids>)
            GROUP BY account_id, service_id
            """;
    private static final String OTHER_VOLUMES =
            """
            SELECT account_id, service_id, unit, sum(count)
            FROM rollup_unit
            WHERE granularity = 3 AND bucket_at_ms >= :month AND service_id IN (<ids>)
            GROUP BY account_id, service_id, unit
            """;

    private record Pair(long accountId, long serviceId) {}

    private final Database database;

    public SqlKeyHistory(Database database) {
        this.database = database;
    }

    @Override
    public void spent(long dayStartMs, long monthStartMs, Consumer<Spent> consumer) {
        database.read(
                handle -> {
                    try (var query = handle.createQuery(SPENT)) {
                        query.bind("day", dayStartMs)
                                .bind("month", monthStartMs)
                                .map(
                                        (row, context) ->
                                                new Spent(
                                                        row.getLong(1),
                                                        row.getLong(2),
                                                        row.getLong(3),
                                                        row.getLong(4)))
                                .forEach(consumer);
                    }
                    return true;
                });
    }

    @Override
    public List<Recent> recent(long sinceMs) {
        return database.read(
                handle -> {
                    List<Recent> calls = new ArrayList<>();
                    try (var query = handle.createQuery(RECENT);
                            var rows =
                                    query.map(
                                                    (row, context) ->
                                                            new Recent(
                                                                    row.getLong(1),
                                                                    row.getLong(2),
                                                                    Units.parse(row.getString(3))
                                                                            .tokens(),
                                                                    row.getLong(4)))
                                            .iterator()) {
                        while (rows.hasNext()) {
                            Recent call = rows.next();
                            if (call.settledAtMs() < sinceMs) {
                                break;
                            }
                            calls.add(call);
                        }
                    }
                    Collections.reverse(calls);
                    return calls;
                });
    }

    @Override
    public List<Volume> volumes(Set<Long> serviceIds, ToLongFunction<Runnable> at) {
        if (serviceIds.isEmpty()) {
            return List.of();
        }
        Map<Pair, Units> volumes =
                database.read(
                        handle -> {
                            long monthStartMs = at.applyAsLong(() -> look(handle));
                            return readVolumes(handle, monthStartMs, serviceIds);
                        });
        List<Volume> all = new ArrayList<>(volumes.size());
        volumes.forEach(
                (pair, units) -> all.add(new Volume(pair.accountId, pair.serviceId, units)));
        return all;
    }

    // The snapshot of a transaction is that of its first read. Others run it: they know no
    // failures but faults.
    private static void look(Handle handle) {
        try {
            var _ =
                    handle.createQuery("SELECT folded_sequence FROM ledger_state")
                            .mapTo(Long.class)
                            .one();
        } catch (JdbiException e) {
            throw Fault.storeUnavailable("reading the store failed: " + e.getMessage(), e);
        }
    }

    private static Map<Pair, Units> readVolumes(
            Handle handle, long monthStartMs, Set<Long> serviceIds) {
        Map<Pair, Units> volumes = new HashMap<>();
        try (var query = handle.createQuery(VOLUMES)) {
            query.bind("month", monthStartMs)
                    .bindList("ids", List.copyOf(serviceIds))
                    .map(
                            (row, context) ->
                                    volumes.put(
                                            new Pair(row.getLong(1), row.getLong(2)),
                                            Units.tokens(row.getLong(3), row.getLong(5))
                                                    .with(Unit.CACHED_INPUT_TOKENS, row.getLong(4))
                                                    .with(Unit.REQUESTS, row.getLong(6))))
                    .forEach(old -> {});
        }
        try (var query = handle.createQuery(OTHER_VOLUMES)) {
            query.bind("month", monthStartMs)
                    .bindList("ids", List.copyOf(serviceIds))
                    .map(
                            (row, context) ->
                                    volumes.merge(
                                            new Pair(row.getLong(1), row.getLong(2)),
                                            Units.of(
                                                    Objects.requireNonNull(
                                                            Unit.byNumber(row.getInt(3))),
                                                    row.getLong(4)),
                                            SqlKeyHistory::plus))
                    .forEach(merged -> {});
        }
        return volumes;
    }

    // Requests come from both queries: those that were told, and those that were not.
    private static Units plus(Units volume, Units more) {
        Units sum = volume;
        for (Unit unit : more.units()) {
            sum = sum.with(unit, Math.addExact(volume.get(unit), more.get(unit)));
        }
        return sum;
    }
}
