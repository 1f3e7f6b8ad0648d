package io.weighbridge.benchmarks.scale;

import io.weighbridge.backend.platform.sql.Database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Fills a store with SQL: keys and accounts, each with a grant; records of the last 30 days with
/// their entries and sums by day. Sums by minute and hour, transfers and request ids are left out:
/// nothing that is measured here reads them.
final class FullStore {
    static final long FIRST_ACCOUNT = 1_000_000_000L;
    static final long DAYS = 30;
    static final int SERVICES = 5;
    static final long DAY_MS = 86_400_000L;

    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d)";

    private final Statement sql;

    FullStore(Statement sql) {
        this.sql = sql;
    }

    /// @param accounts with a key each
    /// @param records of which one in ten is the first account's, the others spread over the next
    ///     9,999
    static void fill(Path directory, long accounts, long records, long fromMs) throws SQLException {
        try (Database database = Database.open(directory)) {
            database.write(
                    connection -> {
                        fill(connection, accounts, records, fromMs);
                        return true;
                    });
        }
    }

    private static void fill(Connection connection, long accounts, long records, long fromMs)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            FullStore store = new FullStore(statement);
            store.accounts(accounts);
            store.records(records, fromMs, DAYS, "(a + i % 2) % " + SERVICES);
            store.entries(records);
            store.sums();
        }
    }

    void accounts(long accounts) throws SQLException {
        String numbers = NUMBERS.formatted(accounts);
        sql.executeUpdate(
                """
                INSERT INTO account (id, version, name, name_lower, overdraft_limit_nanos, suspended,
                    suspended_reason, created_at_ms)
                %s SELECT %d + i, 1, 'account ' || i, 'account ' || i, 0, 0, '', 1 FROM n
                """
                        .formatted(numbers, FIRST_ACCOUNT));
        sql.executeUpdate(
                """
                INSERT INTO api_key (id, account_id, version, name, plan_id, all_services,
                    expires_at_ms, credit_limit_nanos, credit_period, digest, hint, created_at_ms,
                    revoked_at_ms, revoked_reason, last_used_at_ms)
                %s SELECT 2 * %2$d + i, %2$d + i, 1, 'key', (SELECT id FROM plan), 1, 0, NULL, 0,
                    randomblob(32), 'abcd', 1, 0, '', 0 FROM n
                """
                        .formatted(numbers, FIRST_ACCOUNT));
        sql.executeUpdate(
                """
                INSERT INTO credit_grant (id, account_id, kind, granted_nanos, expires_at_ms,
                    created_at_ms, sequence, note)
                %s SELECT 3 * %2$d + i, %2$d + i, 1, 1000000000, 0, 1, i + 1, '' FROM n
                """
                        .formatted(numbers, FIRST_ACCOUNT));
        sql.executeUpdate(
                """
                INSERT INTO ledger_account (id, account_id, balance_nanos)
                SELECT id, account_id, granted_nanos FROM credit_grant
                """);
    }

    /// Spread evenly over days.
    ///
    /// @param place of the service, of those in the order of their ids, by `i`, the number of the
    ///     record, and `a`, that of the account
    void records(long records, long fromMs, long days, String place) throws SQLException {
        // Multiplying by a prime spreads accounts and services over time.
        sql.executeUpdate(
                """
                INSERT INTO usage_record (sequence, request_id, account_id, key_id, service_id,
                    subject, tags, outcome, tier, units, price_book_id, lines, price_nanos,
                    fee_nanos, charge_nanos, held_nanos, overrun_nanos, authorized_at_ms,
                    settled_at_ms, queue_ms, compute_ms, upstream_cost_nanos, proxy, unrated_reason)
                %1$s SELECT 2000000 + i, randomblob(16), %2$d + a, 2 * %2$d + a,
                    s.id, '', '', 1, 1, 'input_tokens=1480 output_tokens=217', 1,
                    'input_tokens:1480@2500000000/1000000 output_tokens:217@10000000000/1000000',
                    5870000, 108700, 5978700, 7000000, 0, at_ms - 1250, at_ms, 0, 1250, -1, 'proxy',
                    ''
                FROM (SELECT i, CASE WHEN i %% 10 = 0 THEN 0 ELSE 1 + (i * 7919) %% 9999 END AS a,
                    %3$d + i * %4$d / %5$d AS at_ms FROM n)
                JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM service) s
                    ON s.place = %6$s
                ORDER BY i
                """
                        .formatted(
                                NUMBERS.formatted(records),
                                FIRST_ACCOUNT,
                                fromMs,
                                days * DAY_MS,
                                records,
                                place));
    }

    private void entries(long records) throws SQLException {
        sql.executeUpdate(
                """
                INSERT INTO account_entry (sequence, account_id, at_ms, kind, amount_nanos,
                    balance_after_nanos, reference)
                SELECT sequence, account_id, settled_at_ms, 1, -charge_nanos, 1000000000, request_id
                FROM usage_record ORDER BY sequence
                """);
        sql.executeUpdate(
                "UPDATE ledger_state SET folded_sequence = 2000000 + %d".formatted(records));
    }

    private void sums() throws SQLException {
        sql.executeUpdate(
                """
                INSERT INTO rollup (granularity, bucket_at_ms, account_id, key_id, service_id,
                    subject, calls, failed_calls, unrated_calls, input_tokens, cached_input_tokens,
                    output_tokens, price_nanos, fee_nanos, charge_nanos, overrun_nanos,
                    refunded_nanos, implicit_requests)
                SELECT 3, settled_at_ms / %1$d * %1$d, account_id, key_id, service_id, '', count(*),
                    0, 0, 1480 * count(*), 0, 217 * count(*), sum(price_nanos), sum(fee_nanos),
                    sum(charge_nanos), 0, 0, count(*)
                FROM usage_record GROUP BY 2, 3, 4, 5
                """
                        .formatted(DAY_MS));
        sql.executeUpdate(
                """
                INSERT INTO rollup_total (granularity, bucket_at_ms, service_id, calls, failed_calls,
                    unrated_calls, input_tokens, cached_input_tokens, output_tokens, price_nanos,
                    fee_nanos, charge_nanos, overrun_nanos, refunded_nanos, implicit_requests)
                SELECT granularity, bucket_at_ms, service_id, sum(calls), 0, 0, sum(input_tokens), 0,
                    sum(output_tokens), sum(price_nanos), sum(fee_nanos), sum(charge_nanos), 0, 0,
                    sum(implicit_requests)
                FROM rollup GROUP BY granularity, bucket_at_ms, service_id
                """);
    }
}
