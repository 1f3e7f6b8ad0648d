package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.DayChanges;
import io.weighbridge.backend.usage.SqlUsageRows.Place;
import io.weighbridge.model.Unit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Writes rollups, by account and of all accounts together, summed up first so that each bucket is
/// touched once. For one connection and one thread at a time; [#flush] within the same transaction
/// as what is counted.
final class SqlRollupRows {
    private record Bucket(Granularity granularity, long atMs, Place place) {
        // That of the table's key: rows that stand together are written together.
        private static final Comparator<Bucket> ORDER =
                Comparator.comparingInt((Bucket bucket) -> bucket.granularity.number())
                        .thenComparingLong(Bucket::atMs)
                        .thenComparingLong(bucket -> bucket.place.accountId())
                        .thenComparingLong(bucket -> bucket.place.keyId())
                        .thenComparingLong(bucket -> bucket.place.serviceId())
                        .thenComparing(bucket -> bucket.place.subject());
    }

    private record TotalBucket(Granularity granularity, long atMs, long serviceId) {}

    private static final Granularity[] GRANULARITIES = Granularity.values();
    private static final List<String> KEY =
            List.of("granularity", "bucket_at_ms", "account_id", "key_id", "service_id", "subject");
    private static final List<String> TOTAL_KEY =
            List.of("granularity", "bucket_at_ms", "service_id");
    /// Columns of sums, as [#bindSums] fills them.
    static final List<String> SUMS =
            List.of(
                    "calls",
                    "failed_calls",
                    "unrated_calls",
                    "input_tokens",
                    "cached_input_tokens",
                    "output_tokens",
                    "price_nanos",
                    "fee_nanos",
                    "charge_nanos",
                    "overrun_nanos",
                    "refunded_nanos",
                    "implicit_requests",
                    "costed_calls",
                    "cost_nanos",
                    "costed_charge_nanos",
                    "compared_calls",
                    "predicted_cost_nanos",
                    "measured_cost_nanos");
    // Of these sums, those that stop at a limit.
    private static final Set<String> LIMITED =
            Set.of("cost_nanos", "predicted_cost_nanos", "measured_cost_nanos");

    private final PreparedStatement rollup;
    private final PreparedStatement rollupUnit;
    private final PreparedStatement total;
    private final PreparedStatement totalUnit;
    private final DayChanges days;
    private final Map<Bucket, RollupSums> sums = new HashMap<>();

    SqlRollupRows(Connection connection, DayChanges days) throws SQLException {
        this.days = days;
        rollup = connection.prepareStatement(addition("rollup", KEY, SUMS));
        rollupUnit =
                connection.prepareStatement(addition("rollup_unit", with(KEY), List.of("count")));
        total = connection.prepareStatement(addition("rollup_total", TOTAL_KEY, SUMS));
        totalUnit =
                connection.prepareStatement(
                        addition("rollup_total_unit", with(TOTAL_KEY), List.of("count")));
    }

    /// A key with the unit.
    static List<String> with(List<String> key) {
        List<String> longer = new ArrayList<>(key);
        longer.add("unit");
        return longer;
    }

    /// A row comes, or adds to the one that is there.
    static String addition(String table, List<String> key, List<String> sums) {
        List<String> columns = new ArrayList<>(key);
        columns.addAll(sums);
        List<String> additions = sums.stream().map(sum -> sum + " = " + added(table, sum)).toList();
        return "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s"
                .formatted(
                        table,
                        String.join(", ", columns),
                        String.join(", ", Collections.nCopies(columns.size(), "?")),
                        String.join(", ", key),
                        String.join(", ", additions));
    }

    private static String added(String table, String column) {
        String sum = "%2$s.%1$s + excluded.%1$s".formatted(column, table);
        return LIMITED.contains(column)
                ? "CASE WHEN %1$s > %2$d THEN %2$d ELSE %1$s END"
                        .formatted(sum, RollupSums.COST_MAX)
                : sum;
    }

    /// Counts something in the buckets of its instant.
    void count(long atMs, Place place, Consumer<RollupSums> gain) {
        days.changed(atMs);
        for (Granularity granularity : GRANULARITIES) {
            Bucket bucket = new Bucket(granularity, granularity.bucketMs(atMs), place);
            gain.accept(sums.computeIfAbsent(bucket, added -> new RollupSums()));
        }
    }

    /// Writes all that was counted.
    void flush() throws SQLException {
        List<Map.Entry<Bucket, RollupSums>> buckets = new ArrayList<>(sums.entrySet());
        buckets.sort(Map.Entry.comparingByKey(Bucket.ORDER));
        Map<TotalBucket, RollupSums> totals = new HashMap<>();
        for (Map.Entry<Bucket, RollupSums> each : buckets) {
            Bucket bucket = each.getKey();
            addRollup(bucket, each.getValue());
            totals.computeIfAbsent(
                            new TotalBucket(
                                    bucket.granularity, bucket.atMs, bucket.place.serviceId()),
                            added -> new RollupSums())
                    .add(each.getValue());
        }
        sums.clear();
        for (Map.Entry<TotalBucket, RollupSums> each : totals.entrySet()) {
            addTotal(each.getKey(), each.getValue());
        }
        for (PreparedStatement batch : List.of(rollup, rollupUnit, total, totalUnit)) {
            batch.executeBatch();
        }
    }

    private void addRollup(Bucket bucket, RollupSums gain) throws SQLException {
        bindBucket(rollup, bucket);
        bindSums(rollup, KEY.size(), gain);
        rollup.addBatch();
        for (Map.Entry<Unit, Long> other : gain.otherUnits.entrySet()) {
            bindBucket(rollupUnit, bucket);
            rollupUnit.setInt(KEY.size() + 1, other.getKey().number());
            rollupUnit.setLong(KEY.size() + 2, other.getValue());
            rollupUnit.addBatch();
        }
    }

    private static void bindBucket(PreparedStatement statement, Bucket bucket) throws SQLException {
        statement.setInt(1, bucket.granularity.number());
        statement.setLong(2, bucket.atMs);
        statement.setLong(3, bucket.place.accountId());
        statement.setLong(4, bucket.place.keyId());
        statement.setLong(5, bucket.place.serviceId());
        statement.setString(6, bucket.place.subject());
    }

    private void addTotal(TotalBucket bucket, RollupSums gain) throws SQLException {
        bindTotal(total, bucket);
        bindSums(total, TOTAL_KEY.size(), gain);
        total.addBatch();
        for (Map.Entry<Unit, Long> other : gain.otherUnits.entrySet()) {
            bindTotal(totalUnit, bucket);
            totalUnit.setInt(TOTAL_KEY.size() + 1, other.getKey().number());
            totalUnit.setLong(TOTAL_KEY.size() + 2, other.getValue());
            totalUnit.addBatch();
        }
    }

    private static void bindTotal(PreparedStatement statement, TotalBucket bucket)
            throws SQLException {
        statement.setInt(1, bucket.granularity.number());
        statement.setLong(2, bucket.atMs);
        statement.setLong(3, bucket.serviceId);
    }

    /// Binds sums in the order of their columns.
    static void bindSums(PreparedStatement statement, int after, RollupSums gain)
            throws SQLException {
        statement.setLong(after + 1, gain.calls);
        statement.setLong(after + 2, gain.failedCalls);
        statement.setLong(after + 3, gain.unratedCalls);
        statement.setLong(after + 4, gain.inputTokens);
        statement.setLong(after + 5, gain.cachedInputTokens);
        statement.setLong(after + 6, gain.outputTokens);
        statement.setLong(after + 7, gain.priceNanos);
        statement.setLong(after + 8, gain.feeNanos);
        statement.setLong(after + 9, gain.chargeNanos);
        statement.setLong(after + 10, gain.overrunNanos);
        statement.setLong(after + 11, gain.refundedNanos);
        statement.setLong(after + 12, gain.implicitRequests);
        statement.setLong(after + 13, gain.costedCalls);
        statement.setLong(after + 14, gain.costNanos);
        statement.setLong(after + 15, gain.costedChargeNanos);
        statement.setLong(after + 16, gain.comparedCalls);
        statement.setLong(after + 17, gain.predictedCostNanos);
        statement.setLong(after + 18, gain.measuredCostNanos);
    }
}
