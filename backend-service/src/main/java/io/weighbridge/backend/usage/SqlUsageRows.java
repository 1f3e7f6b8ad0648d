package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.platform.sql.DayChanges;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Units;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/// Writes records, ratings, refunds and their rollups with JDBC batches. For one connection and one
/// thread at a time; [#flush] within the same transaction as the adds.
public final class SqlUsageRows {
    /// Whose bucket something counts in.
    public record Place(long accountId, long keyId, long serviceId, String subject) {}

    private final PreparedStatement record;
    private final PreparedStatement rating;
    private final PreparedStatement refund;
    private final SqlRollupRows rollups;
    private final SqlTagRows tags;
    private final SqlMovedUnits moved;
    private final DayChanges days;
    private final long costsFromSequence;

    public SqlUsageRows(Connection connection) throws SQLException {
        record =
                connection.prepareStatement(
                        """
                        INSERT INTO usage_record (sequence, request_id, account_id, key_id, service_id,
                            subject, tags, outcome, tier, units, price_book_id, lines, price_nanos,
                            fee_nanos, charge_nanos, held_nanos, overrun_nanos, authorized_at_ms,
                            settled_at_ms, queue_ms, compute_ms, upstream_cost_nanos, proxy,
                            unrated_reason, estimated_by, cost_basis, predicted_cost_nanos,
                            measured_cost_nanos)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                            ?, ?, ?, ?)
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
        days = new DayChanges(connection, SqlHourUses.CHANGES);
        rollups = new SqlRollupRows(connection, days);
        tags = new SqlTagRows(connection);
        moved = new SqlMovedUnits(connection, days);
        costsFromSequence = costsFromSequence(connection);
    }

    // The costs of records before it are not in the sums.
    private static long costsFromSequence(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT costs_from_sequence FROM ledger_state")) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Adds a record and its sums.
    public void add(UsageRecord added) throws SQLException {
        write(added);
        addToRollups(added);
    }

    void addToRollups(UsageRecord added) throws SQLException {
        Call call = added.call();
        Place place = new Place(call.accountId(), call.keyId(), call.serviceId(), call.subject());
        rollups.count(added.settledAtMs(), place, sums -> sums.add(added));
        tags.countRecord(added, sums -> sums.add(added));
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
        record.setString(25, settlement.estimatedBy());
        Basis basis = r.cost().basis();
        record.setInt(26, basis == null ? 0 : basis.number());
        record.setLong(27, r.cost().predictedNanos());
        record.setLong(28, r.cost().measuredNanos());
        record.addBatch();
    }

    /// Adds what became of an unrated record: its charge counts now, and so do units that were only
    /// told now, in the instant's hour; [MovedUnits] say when they were used. What the call cost
    /// counted with the record.
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
        SqlTagRows.Source of = recordOf(id);
        addRatingToRollups(place, of, atMs, units, charge, overrunNanos);
        addUsed(place, of, units);
    }

    // It may be among those that wait to be written.
    private SqlTagRows.Source recordOf(RequestId id) throws SQLException {
        record.executeBatch();
        return tags.recordOf(id);
    }

    void addRatingToRollups(
            Place place,
            SqlTagRows.Source of,
            long atMs,
            Units units,
            Charge charge,
            long overrunNanos)
            throws SQLException {
        moved.take(atMs, place, units);
        count(
                place,
                of,
                atMs,
                sums -> {
                    sums.add(units);
                    sums.add(charge);
                    sums.overrunNanos += overrunNanos;
                    if (of.isCosted() && of.sequence() >= costsFromSequence) {
                        sums.costedChargeNanos += charge.chargeNanos();
                    }
                });
    }

    /// Adds units that a rating told to the hour of their call.
    void addUsed(Place place, SqlTagRows.Source of, Units told) {
        moved.give(of.settledAtMs(), place, told);
    }

    private void count(
            Place place, SqlTagRows.@Nullable Source of, long atMs, Consumer<RollupSums> gain)
            throws SQLException {
        rollups.count(atMs, place, gain);
        if (of != null) {
            tags.countLater(of, atMs, gain);
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
        addRefundToRollups(place, tags.isOn() ? recordOf(id) : null, atMs, amountNanos);
    }

    void addRefundToRollups(
            Place place, SqlTagRows.@Nullable Source of, long atMs, long amountNanos)
            throws SQLException {
        count(place, of, atMs, sums -> sums.refundedNanos += amountNanos);
    }

    /// Writes all that was added.
    public void flush() throws SQLException {
        for (PreparedStatement batch : List.of(record, rating, refund)) {
            batch.executeBatch();
        }
        rollups.flush();
        tags.flush();
        moved.flush();
        days.flush();
    }
}
