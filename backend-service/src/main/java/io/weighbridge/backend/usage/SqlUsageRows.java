package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes records, ratings, refunds and rollups with JDBC batches, rollups summed up first so that
/// each bucket is touched once. For one connection and one thread at a time; [#flush] within the
/// same transaction as the adds.
public final class SqlUsageRows {
    /// Whose bucket something counts in.
    public record Place(long accountId, long keyId, long serviceId, String subject) {}

    private record Bucket(Granularity granularity, long atMs, Place place) {
        // That of the table's key: rows that stand together are written together.
        private static final Comparator<Bucket> ORDER =
                Comparator.comparingInt((Bucket bucket) -> bucket.granularity.number())
                        .thenComparingLong(Bucket::atMs)
                        .thenComparingLong(bucket -> bucket.place.accountId)
                        .thenComparingLong(bucket -> bucket.place.keyId)
                        .thenComparingLong(bucket -> bucket.place.serviceId)
                        .thenComparing(bucket -> bucket.place.subject);
    }

    private static final Granularity[] GRANULARITIES = Granularity.values();

    private final PreparedStatement record;
    private final PreparedStatement rating;
    private final PreparedStatement refund;
    private final PreparedStatement rollup;
    private final PreparedStatement rollupUnit;
    private final Map<Bucket, RollupSums> sums = new HashMap<>();

    public SqlUsageRows(Connection connection) throws SQLException {
        record =
                connection.prepareStatement(
                        """
                        INSERT INTO usage_record (sequence, request_id, account_id, key_id, service_id,
                            subject, tags, outcome, tier, units, price_book_id, lines, price_nanos,
                            fee_nanos, charge_nanos, held_nanos, overrun_nanos, authorized_at_ms,
                            settled_at_ms, queue_ms, compute_ms, upstream_cost_nanos, proxy,
                            unrated_reason)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """);
        rating =
                connection.prepareStatement(
                        """
                        INSERT INTO usage_rating (request_id, sequence, at_ms, written_off, units,
                            price_book_id, lines, price_nanos, fee_nanos, charge_nanos,
                            overrun_nanos)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """);
        refund =
                connection.prepareStatement(
                        "INSERT INTO usage_refund (request_id, sequence, at_ms, amount_nanos)"
                                + " VALUES (?, ?, ?, ?)");
        rollup =
                connection.prepareStatement(
                        """
                        INSERT INTO rollup (granularity, bucket_at_ms, account_id, key_id, service_id,
                            subject, calls, failed_calls, unrated_calls, input_tokens,
                            cached_input_tokens, output_tokens, price_nanos, fee_nanos, charge_nanos,
                            overrun_nanos, refunded_nanos, implicit_requests)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (granularity, bucket_at_ms, account_id, key_id, service_id, subject)
                        DO UPDATE SET calls = rollup.calls + excluded.calls,
                            failed_calls = rollup.failed_calls + excluded.failed_calls,
                            unrated_calls = rollup.unrated_calls + excluded.unrated_calls,
                            input_tokens = rollup.input_tokens + excluded.input_tokens,
                            cached_input_tokens = rollup.cached_input_tokens + excluded.cached_input_tokens,
                            output_tokens = rollup.output_tokens + excluded.output_tokens,
                            price_nanos = rollup.price_nanos + excluded.price_nanos,
                            fee_nanos = rollup.fee_nanos + excluded.fee_nanos,
                            charge_nanos = rollup.charge_nanos + excluded.charge_nanos,
                            overrun_nanos = rollup.overrun_nanos + excluded.overrun_nanos,
                            refunded_nanos = rollup.refunded_nanos + excluded.refunded_nanos,
                            implicit_requests = rollup.implicit_requests + excluded.implicit_requests
                        """);
        rollupUnit =
                connection.prepareStatement(
                        """
                        INSERT INTO rollup_unit (granularity, bucket_at_ms, account_id, key_id,
                            service_id, subject, unit, count)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (granularity, bucket_at_ms, account_id, key_id, service_id, subject,
                            unit)
                        DO UPDATE SET count = rollup_unit.count + excluded.count
                        """);
    }

    /// Adds a record and its sums.
    public void add(UsageRecord added) throws SQLException {
        write(added);
        addToRollups(added);
    }

    void addToRollups(UsageRecord added) {
        Call call = added.call();
        Place place = new Place(call.accountId(), call.keyId(), call.serviceId(), call.subject());
        for (Granularity granularity : GRANULARITIES) {
            sums(granularity, added.settledAtMs(), place).add(added);
        }
    }

    private RollupSums sums(Granularity granularity, long atMs, Place place) {
        return sums.computeIfAbsent(
                new Bucket(granularity, granularity.bucketMs(atMs), place),
                bucket -> new RollupSums());
    }

    private void write(UsageRecord r) throws SQLException {
        Call call = r.call();
        Settlement settlement = r.settlement();
        record.setLong(1, r.sequence());
        record.setBytes(2, SqlBytes.of(call.id()));
        record.setLong(3, call.accountId());
        record.setLong(4, call.keyId());
        record.setLong(5, call.serviceId());
        record.setString(6, call.subject());
        record.setString(7, call.tags());
        record.setInt(8, settlement.outcome().number());
        record.setInt(9, call.tier().number());
        record.setString(10, settlement.units().toString());
        record.setLong(11, call.priceBookId());
        record.setString(12, PriceLine.format(r.charge().lines()));
        record.setLong(13, r.charge().priceNanos());
        record.setLong(14, r.charge().feeNanos());
        record.setLong(15, r.charge().chargeNanos());
        record.setLong(16, r.heldNanos());
        record.setLong(17, r.overrunNanos());
        record.setLong(18, call.authorizedAtMs());
        record.setLong(19, r.settledAtMs());
        record.setLong(20, settlement.queueMs());
        record.setLong(21, settlement.computeMs());
        record.setLong(22, settlement.upstreamCostNanos());
        record.setString(23, call.proxy());
        record.setString(24, r.unratedReason());
        record.addBatch();
    }

    /// Adds what became of an unrated record: its charge counts now, and so do units that were only
    /// told now.
    public void addRating(
            Place place,
            RequestId id,
            long sequence,
            long atMs,
            boolean writtenOff,
            Units units,
            Charge charge,
            long overrunNanos)
            throws SQLException {
        rating.setBytes(1, SqlBytes.of(id));
        rating.setLong(2, sequence);
        rating.setLong(3, atMs);
        rating.setBoolean(4, writtenOff);
        rating.setString(5, units.toString());
        rating.setLong(6, charge.priceBookId());
        rating.setString(7, PriceLine.format(charge.lines()));
        rating.setLong(8, charge.priceNanos());
        rating.setLong(9, charge.feeNanos());
        rating.setLong(10, charge.chargeNanos());
        rating.setLong(11, overrunNanos);
        rating.addBatch();
        addRatingToRollups(place, atMs, units, charge, overrunNanos);
    }

    void addRatingToRollups(Place place, long atMs, Units units, Charge charge, long overrunNanos) {
        for (Granularity granularity : GRANULARITIES) {
            RollupSums bucket = sums(granularity, atMs, place);
            bucket.add(units);
            bucket.add(charge);
            bucket.overrunNanos += overrunNanos;
        }
    }

    /// Adds a refund.
    public void addRefund(Place place, RequestId id, long sequence, long atMs, long amountNanos)
            throws SQLException {
        refund.setBytes(1, SqlBytes.of(id));
        refund.setLong(2, sequence);
        refund.setLong(3, atMs);
        refund.setLong(4, amountNanos);
        refund.addBatch();
        addRefundToRollups(place, atMs, amountNanos);
    }

    void addRefundToRollups(Place place, long atMs, long amountNanos) {
        for (Granularity granularity : GRANULARITIES) {
            sums(granularity, atMs, place).refundedNanos += amountNanos;
        }
    }

    /// Writes all that was added.
    public void flush() throws SQLException {
        List<Map.Entry<Bucket, RollupSums>> buckets = new ArrayList<>(sums.entrySet());
        buckets.sort(Map.Entry.comparingByKey(Bucket.ORDER));
        for (Map.Entry<Bucket, RollupSums> bucket : buckets) {
            addRollup(bucket.getKey(), bucket.getValue());
        }
        sums.clear();
        for (PreparedStatement batch : List.of(record, rating, refund, rollup, rollupUnit)) {
            batch.executeBatch();
        }
    }

    private void addRollup(Bucket bucket, RollupSums gain) throws SQLException {
        bindBucket(rollup, bucket);
        rollup.setLong(7, gain.calls);
        rollup.setLong(8, gain.failedCalls);
        rollup.setLong(9, gain.unratedCalls);
        rollup.setLong(10, gain.inputTokens);
        rollup.setLong(11, gain.cachedInputTokens);
        rollup.setLong(12, gain.outputTokens);
        rollup.setLong(13, gain.priceNanos);
        rollup.setLong(14, gain.feeNanos);
        rollup.setLong(15, gain.chargeNanos);
        rollup.setLong(16, gain.overrunNanos);
        rollup.setLong(17, gain.refundedNanos);
        rollup.setLong(18, gain.implicitRequests);
        rollup.addBatch();
        for (Map.Entry<Unit, Long> other : gain.otherUnits.entrySet()) {
            bindBucket(rollupUnit, bucket);
            rollupUnit.setInt(7, other.getKey().number());
            rollupUnit.setLong(8, other.getValue());
            rollupUnit.addBatch();
        }
    }

    private static void bindBucket(PreparedStatement statement, Bucket bucket) throws SQLException {
        statement.setInt(1, bucket.granularity.number());
        statement.setLong(2, bucket.atMs);
        statement.setLong(3, bucket.place.accountId);
        statement.setLong(4, bucket.place.keyId);
        statement.setLong(5, bucket.place.serviceId);
        statement.setString(6, bucket.place.subject);
    }
}
