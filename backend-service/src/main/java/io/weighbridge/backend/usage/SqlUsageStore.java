package io.weighbridge.backend.usage;

import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.CallCost;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.PriceLine;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Units;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Usage records in SQL.
public final class SqlUsageStore implements UsageStore {
    private static final String FIND =
            """
            SELECT u.* FROM request r JOIN usage_record u ON u.sequence = r.sequence
            WHERE r.id = :id
            """;
    private static final String GONE =
            """
            SELECT 1 FROM request r
            WHERE r.id = :id AND r.state = 1
                AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.sequence = r.sequence)
            """;
    private static final String DETAILS =
            """
            SELECT u.*, g.sequence AS rated_sequence, g.written_off, g.price_book_id AS rated_book_id,
                g.units AS rated_units, g.lines AS rated_lines, g.price_nanos AS rated_price_nanos,
                g.fee_nanos AS rated_fee_nanos, g.charge_nanos AS rated_charge_nanos,
                coalesce(g.overrun_nanos, 0) AS rated_overrun_nanos,
                (SELECT coalesce(sum(amount_nanos), 0) FROM usage_refund f
                    WHERE f.request_id = u.request_id) AS refunded_nanos
            FROM %s LEFT JOIN usage_rating g ON g.request_id = u.request_id
            WHERE %s
            """;
    private static final String ONE = "request r JOIN usage_record u ON u.sequence = r.sequence";
    private static final String ALL = "usage_record u";
    // An account's entries lead to its records: SQLite keeps the order of a CROSS JOIN.
    private static final String OF_ACCOUNT = "account_entry e CROSS JOIN usage_record u";
    private static final String HAS_TAG =
            "replace(:line || u.tags || :line, :tag || :line, '') <> :line || u.tags || :line";
    private static final String HAS_TAG_KEY =
            "replace(:line || u.tags, :tag, '') <> :line || u.tags";
    private static final String UNRATED =
            "quarantine q JOIN usage_record u ON u.sequence = q.sequence";
    private static final String BURNS =
            """
            SELECT sequence, from_ledger, amount_nanos FROM transfer
            WHERE sequence IN (<sequences>) ORDER BY sequence, line
            """;

    // A record's row, and where its later rating stands in the ledger: 0 when there is none.
    private record Found(RecordDetails details, long ratedSequence) {}

    private final Database database;
    private final int sliceRows;

    public SqlUsageStore(Database database) {
        this(database, SqlUsageSlice.ROWS_MAX);
    }

    SqlUsageStore(Database database, int sliceRows) {
        this.database = database;
        this.sliceRows = sliceRows;
    }

    @Override
    public Optional<UsageRecord> find(RequestId id) {
        return database.read(handle -> find(handle, id));
    }

    @Override
    public Optional<RecordDetails> details(RequestId id) {
        return database.read(
                handle ->
                        read(
                                        handle,
                                        DETAILS.formatted(ONE, "r.id = :id"),
                                        Map.of("id", SqlBytes.of(id)))
                                .stream()
                                .findFirst());
    }

    @Override
    public boolean isGone(RequestId id) {
        return database.read(
                handle ->
                        handle.createQuery(GONE)
                                .bind("id", SqlBytes.of(id))
                                .mapTo(Integer.class)
                                .findOne()
                                .isPresent());
    }

    @Override
    public Page<RecordDetails> list(RecordFilter filter, PageKey page) {
        return database.read(handle -> list(handle, filter, page));
    }

    private Page<RecordDetails> list(Handle handle, RecordFilter filter, PageKey page) {
        Optional<Long> accountId = accountOf(handle, filter);
        if (accountId.isEmpty()) {
            return new Page<>(List.of(), "");
        }
        SqlUsageSlice slice = SqlUsageSlice.of(handle, filter, accountId.get(), page, sliceRows);
        Map<String, Object> values = new HashMap<>();
        String sql = listSql(filter, accountId.get(), slice, values);
        values.put("limit", page.limit());
        List<RecordDetails> records = read(handle, sql, values);
        return Page.ofPart(
                records,
                page,
                details -> details.record().sequence(),
                slice.isLast(),
                slice.from());
    }

    // A key leads to its account: 0 when all are asked for, nothing for a key that there is not.
    private static Optional<Long> accountOf(Handle handle, RecordFilter filter) {
        if (filter.accountId() != 0 || filter.keyId() == 0) {
            return Optional.of(filter.accountId());
        }
        return handle.createQuery("SELECT account_id FROM api_key WHERE id = :key")
                .bind("key", filter.keyId())
                .mapTo(Long.class)
                .findOne();
    }

    // Only what is asked for is in the query, so that it runs on the best index there is.
    private static String listSql(
            RecordFilter filter, long accountId, SqlUsageSlice slice, Map<String, Object> values) {
        boolean ofAccount = accountId != 0;
        String sequence = ofAccount ? "e.sequence" : "u.sequence";
        StringBuilder where =
                new StringBuilder("%1$s >= :from AND %1$s < :before".formatted(sequence));
        values.put("from", slice.from());
        values.put("before", slice.before());
        if (ofAccount) {
            where.append(" AND u.sequence = e.sequence AND e.account_id = :account");
            values.put("account", accountId);
        }
        if (filter.keyId() != 0) {
            where.append(" AND u.key_id = :key");
            values.put("key", filter.keyId());
        }
        if (filter.serviceId() != 0) {
            where.append(" AND u.service_id = :service");
            values.put("service", filter.serviceId());
        }
        if (!filter.subject().isEmpty()) {
            where.append(" AND u.subject = :subject");
            values.put("subject", filter.subject());
        }
        if (filter.outcome() != null) {
            where.append(" AND u.outcome = :outcome");
            values.put("outcome", filter.outcome().number());
        }
        if (!filter.tag().isNone()) {
            // Whole lines of the tags: a value may have in it what looks like another tag.
            where.append(" AND " + (filter.tag().value().isEmpty() ? HAS_TAG_KEY : HAS_TAG));
            values.put("tag", '\n' + filter.tag().key() + '=' + filter.tag().value());
            values.put("line", "\n");
        }
        where.append(" ORDER BY ").append(sequence).append(" DESC LIMIT :limit");
        return DETAILS.formatted(ofAccount ? OF_ACCOUNT : ALL, where);
    }

    @Override
    public Page<RecordDetails> unrated(long accountId, PageKey page) {
        String where =
                "q.sequence > :after AND (:account = 0 OR q.account_id = :account)"
                        + " ORDER BY q.sequence LIMIT :limit";
        return database.read(
                handle -> {
                    Page<Found> found =
                            PageReader.rising(
                                    handle,
                                    page,
                                    DETAILS.formatted(UNRATED, where),
                                    Map.of("account", accountId),
                                    (row, context) -> foundFromRow(row),
                                    one -> one.details.record().sequence());
                    return new Page<>(withBurns(handle, found.items()), found.nextToken());
                });
    }

    private static List<RecordDetails> read(Handle handle, String sql, Map<String, ?> values) {
        return withBurns(
                handle,
                handle.createQuery(sql)
                        .bindMap(values)
                        .map((row, context) -> foundFromRow(row))
                        .list());
    }

    private static List<RecordDetails> withBurns(Handle handle, List<Found> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        List<Long> sequences = new ArrayList<>();
        for (Found one : found) {
            UsageRecord record = one.details.record();
            sequences.add(one.ratedSequence == 0 ? record.sequence() : one.ratedSequence);
        }
        Map<Long, Map<Long, Long>> burns = burns(handle, sequences);
        List<RecordDetails> all = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            RecordDetails bare = found.get(i).details;
            long accountId = bare.record().call().accountId();
            List<RecordDetails.Burn> burnt = new ArrayList<>();
            burns.getOrDefault(sequences.get(i), Map.of())
                    .forEach(
                            (ledger, amount) ->
                                    burnt.add(
                                            new RecordDetails.Burn(
                                                    ledger == accountId ? 0 : ledger, amount)));
            all.add(
                    new RecordDetails(
                            bare.record(),
                            bare.rated(),
                            bare.ratedUnits(),
                            bare.ratedOverrunNanos(),
                            bare.writtenOff(),
                            bare.refundedNanos(),
                            burnt));
        }
        return all;
    }

    // By sequence of the charge, then by ledger account in the order of burning: a grant that paid
    // both price and fee counts once.
    private static Map<Long, Map<Long, Long>> burns(Handle handle, List<Long> sequences) {
        Map<Long, Map<Long, Long>> burns = new HashMap<>();
        handle.createQuery(BURNS)
                .bindList("sequences", sequences)
                .map(
                        (row, context) ->
                                burns.computeIfAbsent(
                                                row.getLong(1), sequence -> new LinkedHashMap<>())
                                        .merge(row.getLong(2), row.getLong(3), Math::addExact))
                .forEach(sum -> {});
        return burns;
    }

    private static Found foundFromRow(ResultSet row) throws SQLException {
        long ratedSequence = row.getLong("rated_sequence");
        boolean writtenOff = row.getBoolean("written_off");
        @Nullable Charge rated = ratedSequence == 0 || writtenOff ? null : ratedFromRow(row);
        return new Found(
                new RecordDetails(
                        fromRow(row),
                        rated,
                        rated == null ? Units.NONE : Units.parse(row.getString("rated_units")),
                        row.getLong("rated_overrun_nanos"),
                        writtenOff,
                        row.getLong("refunded_nanos"),
                        List.of()),
                ratedSequence);
    }

    private static Charge ratedFromRow(ResultSet row) throws SQLException {
        return new Charge(
                row.getLong("rated_book_id"),
                PriceLine.parseAll(row.getString("rated_lines")),
                row.getLong("rated_price_nanos"),
                row.getLong("rated_fee_nanos"),
                row.getLong("rated_charge_nanos"));
    }

    /// The same within a transaction of somebody else's.
    public static Optional<UsageRecord> find(Handle handle, RequestId id) {
        return handle.createQuery(FIND)
                .bind("id", SqlBytes.of(id))
                .map((row, context) -> fromRow(row))
                .findOne();
    }

    /// What a call took of GPUs, from a row that has a record's columns of it.
    public static CallCost costFromRow(ResultSet row) throws SQLException {
        return cost(
                row.getInt("cost_basis"),
                row.getLong("predicted_cost_nanos"),
                row.getLong("measured_cost_nanos"));
    }

    /// A cost as it is stored.
    ///
    /// @param basis 0 for none
    static CallCost cost(int basis, long predictedNanos, long measuredNanos) {
        return new CallCost(
                basis == 0 ? null : Basis.byNumber(basis), predictedNanos, measuredNanos);
    }

    static UsageRecord fromRow(ResultSet row) throws SQLException {
        long bookId = row.getLong("price_book_id");
        String unratedReason = row.getString("unrated_reason");
        return new UsageRecord(
                row.getLong("sequence"),
                new Call(
                        SqlBytes.toRequestId(row.getBytes("request_id")),
                        row.getLong("account_id"),
                        row.getLong("key_id"),
                        row.getLong("service_id"),
                        Objects.requireNonNull(ServiceTier.byNumber(row.getInt("tier"))),
                        bookId,
                        row.getString("subject"),
                        row.getString("tags"),
                        row.getString("proxy"),
                        row.getLong("authorized_at_ms")),
                new Settlement(
                        Objects.requireNonNull(Outcome.byNumber(row.getInt("outcome"))),
                        Units.parse(row.getString("units")),
                        row.getLong("queue_ms"),
                        row.getLong("compute_ms"),
                        row.getLong("upstream_cost_nanos"),
                        row.getString("estimated_by")),
                unratedReason.isEmpty()
                        ? new Charge(
                                bookId,
                                PriceLine.parseAll(row.getString("lines")),
                                row.getLong("price_nanos"),
                                row.getLong("fee_nanos"),
                                row.getLong("charge_nanos"))
                        : Charge.NONE,
                costFromRow(row),
                row.getLong("held_nanos"),
                row.getLong("overrun_nanos"),
                row.getLong("settled_at_ms"),
                unratedReason);
    }
}
