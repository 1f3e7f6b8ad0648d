package io.weighbridge.benchmarks.scale;

import io.weighbridge.backend.platform.sql.Database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Fills a store with SQL: records of a year of 10,000 accounts and 50 services, their sums by hour
/// and day of all accounts together, and measured hours of GPUs. What heat maps of services and
/// GPUs do not read is left out: entries, sums by account and minute.
final class YearStore {
    static final long DAYS = 365;
    static final int SERVICES = 50;
    static final int GPUS = 8;
    static final long HOUR_MS = 3_600_000L;

    private static final long ACCOUNTS = 10_000;

    private YearStore() {}

    static void fill(Path directory, long records, long fromMs) throws SQLException {
        try (Database database = Database.open(directory)) {
            database.write(
                    connection -> {
                        fill(connection, records, fromMs);
                        return true;
                    });
        }
    }

    private static void fill(Connection connection, long records, long fromMs) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            FullStore store = new FullStore(sql);
            store.accounts(ACCOUNTS);
            store.records(records, fromMs, DAYS, "i % " + SERVICES);
            sql.executeUpdate(
                    "UPDATE ledger_state SET folded_sequence = 2000000 + %d".formatted(records));
            hours(sql);
            days(sql);
            gpus(sql, fromMs);
        }
    }

    // Of every other service the cost is known. No two hours have the same sums.
    private static void hours(Statement sql) throws SQLException {
        sql.executeUpdate(
                """
                INSERT INTO rollup_total (granularity, bucket_at_ms, service_id, calls, failed_calls,
                    unrated_calls, input_tokens, cached_input_tokens, output_tokens, price_nanos,
                    fee_nanos, charge_nanos, overrun_nanos, refunded_nanos, implicit_requests,
                    costed_calls, cost_nanos, costed_charge_nanos)
                SELECT 2, settled_at_ms / %1$d * %1$d, service_id, count(*), 0, 0,
                    1480 * count(*) + settled_at_ms / %1$d %% 97, 0, 217 * count(*),
                    sum(price_nanos), sum(fee_nanos), sum(charge_nanos), 0, 0, count(*),
                    count(*) * (service_id %% 2), 4000000 * count(*) * (service_id %% 2),
                    sum(charge_nanos) * (service_id %% 2)
                FROM usage_record GROUP BY 2, 3
                """
                        .formatted(HOUR_MS));
    }

    private static void days(Statement sql) throws SQLException {
        sql.executeUpdate(
                """
                INSERT INTO rollup_total (granularity, bucket_at_ms, service_id, calls, failed_calls,
                    unrated_calls, input_tokens, cached_input_tokens, output_tokens, price_nanos,
                    fee_nanos, charge_nanos, overrun_nanos, refunded_nanos, implicit_requests,
                    costed_calls, cost_nanos, costed_charge_nanos)
                SELECT 3, bucket_at_ms / %1$d * %1$d, service_id, sum(calls), 0, 0,
                    sum(input_tokens), 0, sum(output_tokens), sum(price_nanos), sum(fee_nanos),
                    sum(charge_nanos), 0, 0, sum(implicit_requests), sum(costed_calls),
                    sum(cost_nanos), sum(costed_charge_nanos)
                FROM rollup_total WHERE granularity = 2 GROUP BY 2, 3
                """
                        .formatted(FullStore.DAY_MS));
    }

    // Each GPU serves every eighth service.
    private static void gpus(Statement sql, long fromMs) throws SQLException {
        sql.executeUpdate(
                """
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d)
                INSERT INTO gpu_hour (hour_ms, gpu, exporter, model, seen_ms, busy_known_ms, busy_us,
                    tensor_known_ms, tensor_us, memory_known_ms, memory_us, energy_known_ms,
                    energy_mj, memory_used_most_mib)
                SELECT %d + i / %3$d * %4$d, 'GPU-' || (i %% %3$d), 'dcgm', 'NVIDIA H100 80GB HBM3',
                    %4$d, %4$d, 1000000 * (600 + i %% 2400), 0, 0, 0, 0, %4$d, 1400000000, 70000
                FROM n
                """
                        .formatted(DAYS * 24 * GPUS, fromMs, GPUS, HOUR_MS));
        sql.executeUpdate(
                """
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d)
                INSERT INTO gpu_assignment (id, gpu, effective_at_ms, created_at_ms)
                SELECT i + 1, 'GPU-' || i, 1, 1 FROM n
                """
                        .formatted(GPUS));
        sql.executeUpdate(
                """
                INSERT INTO gpu_assignment_service (assignment_id, service_id)
                SELECT 1 + (row_number() OVER (ORDER BY id) - 1) %% %d, id FROM service
                """
                        .formatted(GPUS));
    }
}
