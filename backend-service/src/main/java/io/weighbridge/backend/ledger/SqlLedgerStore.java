package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.ledger.fact.OperationResult;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.usage.SqlUsageRows;
import io.weighbridge.model.RequestId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The ledger in SQL. [#fold] is called by one thread at a time.
public final class SqlLedgerStore implements LedgerStore {
    private static final String BALANCES =
            """
            SELECT l.id, l.account_id, l.balance_nanos, coalesce(g.expires_at_ms, 0) AS expires_at_ms,
                coalesce(g.sequence, 0) AS sequence
            FROM ledger_account l LEFT JOIN credit_grant g ON g.id = l.id
            WHERE l.account_id > 0 AND l.balance_nanos <> 0
            """;

    private static final String REQUESTS =
            "SELECT id FROM request WHERE id >= :from AND id < :until";

    private final Database database;
    // Prepared for the database's write connection at its first fold.
    private @Nullable Connection preparedOn;
    private @Nullable SqlLedgerRows ledgerRows;
    private @Nullable SqlUsageRows usageRows;
    // What SQL said last.
    private long lastStored;

    public SqlLedgerStore(Database database) {
        this.database = database;
    }

    @Override
    public Snapshot load(long recentRequestsFromMs) {
        return database.read(handle -> load(handle, recentRequestsFromMs));
    }

    private static Snapshot load(Handle handle, long recentRequestsFromMs) {
        long folded =
                handle.createQuery("SELECT folded_sequence FROM ledger_state")
                        .mapTo(Long.class)
                        .one();
        long lastAtMs =
                handle.createQuery("SELECT last_at_ms FROM ledger_state").mapTo(Long.class).one();
        return new Snapshot(
                folded,
                lastAtMs,
                handle.createQuery("SELECT id, overdraft_limit_nanos, suspended FROM account")
                        .map(
                                (row, context) ->
                                        new AccountRow(
                                                row.getLong(1), row.getLong(2), row.getBoolean(3)))
                        .list(),
                handle.createQuery(BALANCES)
                        .map(
                                (row, context) ->
                                        new BalanceRow(
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                row.getLong(4),
                                                row.getLong(5)))
                        .list(),
                handle.createQuery("SELECT * FROM quarantine")
                        .map((row, context) -> quarantineFromRow(row))
                        .list(),
                handle.createQuery("SELECT id FROM request WHERE id >= :from")
                        .bind("from", SqlBytes.of(new RequestId(recentRequestsFromMs << 16, 0)))
                        .map((row, context) -> SqlBytes.toRequestId(row.getBytes(1)))
                        .list());
    }

    private static Quarantine quarantineFromRow(ResultSet row) throws SQLException {
        return new Quarantine(
                SqlBytes.toRequestId(row.getBytes("request_id")),
                row.getLong("account_id"),
                row.getLong("key_id"),
                row.getLong("service_id"),
                row.getLong("held_nanos"),
                row.getLong("sequence"));
    }

    @Override
    public void fold(List<Fact> facts, long foldedSequence) {
        boolean done = false;
        try {
            database.write(
                    connection -> {
                        write(connection, facts, foldedSequence);
                        return true;
                    });
            done = true;
            lastStored = foldedSequence;
        } finally {
            if (!done) {
                // What is left in their batches must not be written by the next try.
                ledgerRows = null;
                usageRows = null;
            }
        }
    }

    // A try whose answer was lost may have been committed.
    private boolean isStored(Connection connection, long foldedSequence) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT folded_sequence FROM ledger_state")) {
            long stored = rows.next() ? rows.getLong(1) : -1;
            if (stored < lastStored || stored > foldedSequence) {
                throw Fault.storeUnavailable(
                        "the store has facts up to "
                                + stored
                                + " (expected: at least "
                                + lastStored
                                + ", as before, and at most "
                                + foldedSequence
                                + ')',
                        null);
            }
            return stored == foldedSequence;
        }
    }

    private void write(Connection connection, List<Fact> facts, long foldedSequence)
            throws SQLException {
        if (isStored(connection, foldedSequence)) {
            return;
        }
        SqlLedgerRows ledger = ledgerRows;
        SqlUsageRows usage = usageRows;
        if (ledger == null || usage == null || !connection.equals(preparedOn)) {
            preparedOn = connection;
            ledger = new SqlLedgerRows(connection);
            usage = new SqlUsageRows(connection);
            ledgerRows = ledger;
            usageRows = usage;
        }
        ledger.write(facts, foldedSequence);
        List<Change> changes = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.Entry entry && entry.operation() != null) {
                changes.add(CreditChanges.of(entry, entry.operation()));
            }
        }
        SqlAuditTrail.append(connection, changes);
        for (Fact fact : facts) {
            switch (fact) {
                case Fact.UsageSettled f -> usage.add(f.record());
                case Fact.UsageQuarantined f -> usage.add(f.record());
                case Fact.UsageRated f ->
                        usage.addRating(
                                new SqlUsageRows.Place(
                                        f.accountId(), f.keyId(), f.serviceId(), f.subject()),
                                f.requestId(),
                                f.sequence(),
                                f.atMs(),
                                f.writtenOff(),
                                f.units(),
                                f.charge(),
                                f.overrunNanos());
                case Fact.UsageRefunded f ->
                        usage.addRefund(
                                new SqlUsageRows.Place(
                                        f.accountId(), f.keyId(), f.serviceId(), f.subject()),
                                f.requestId(),
                                f.sequence(),
                                f.atMs(),
                                f.amountNanos());
                case Fact.HoldOpened f -> {}
                case Fact.HoldChanged f -> {}
                case Fact.HoldDropped f -> {}
                case Fact.CreditGranted f -> {}
                case Fact.CreditTaken f -> {}
                case Fact.CreditTakenBack f -> {}
                case Fact.CreditExpired f -> {}
            }
        }
        usage.flush();
    }

    @Override
    public void requests(long fromMs, long untilMs, Consumer<RequestId> to) {
        var _ =
                database.read(
                        handle ->
                                handle.createQuery(REQUESTS)
                                        .bind("from", SqlBytes.of(new RequestId(fromMs << 16, 0)))
                                        .bind("until", SqlBytes.of(new RequestId(untilMs << 16, 0)))
                                        .map((row, _) -> SqlBytes.toRequestId(row.getBytes(1)))
                                        .withStream(ids -> forEach(ids, to)));
    }

    private static boolean forEach(Stream<RequestId> ids, Consumer<RequestId> to) {
        ids.forEach(to);
        return true;
    }

    @Override
    public Optional<RequestState> request(RequestId id) {
        return database.readAlone(handle -> request(handle, id));
    }

    @Override
    public Optional<RequestState> requestFor(RequestId id) {
        return database.read(handle -> request(handle, id));
    }

    private static Optional<RequestState> request(Handle handle, RequestId id) {
        return handle.createQuery("SELECT state FROM request WHERE id = :id")
                .bind("id", SqlBytes.of(id))
                .mapTo(Integer.class)
                .findOne()
                .map(RequestState::byNumber);
    }

    @Override
    public Optional<OperationResult> operation(UUID id) {
        return database.readAlone(
                handle ->
                        handle.createQuery(
                                        "SELECT content, reference, amount_nanos, balance_nanos"
                                                + " FROM operation WHERE id = :id")
                                .bind("id", SqlBytes.of(id))
                                .map(
                                        (row, context) ->
                                                new OperationResult(
                                                        row.getString(1),
                                                        row.getLong(2),
                                                        row.getLong(3),
                                                        row.getLong(4)))
                                .findOne());
    }

    @Override
    public Optional<Grant> grant(long id) {
        return database.readAlone(
                handle ->
                        handle.createQuery("SELECT * FROM credit_grant WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> grantFromRow(row))
                                .findOne());
    }

    /// A grant of a row of `credit_grant`, by column names.
    public static Grant grantFromRow(ResultSet row) throws SQLException {
        return new Grant(
                row.getLong("id"),
                row.getLong("account_id"),
                GrantKind.byNumber(row.getInt("kind")),
                row.getLong("granted_nanos"),
                row.getLong("expires_at_ms"),
                row.getLong("created_at_ms"),
                row.getLong("sequence"),
                row.getString("note"));
    }
}
