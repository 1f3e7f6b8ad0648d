package io.weighbridge.backend.ledger;

import io.weighbridge.backend.ledger.fact.Fact;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.LedgerAccounts;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.ledger.fact.Operation;
import io.weighbridge.backend.ledger.fact.RequestState;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.model.RequestId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Writes facts into the ledger's tables with JDBC batches: one batch a table, balances summed up
/// first so that each ledger account is touched once. For one connection and one thread at a time.
final class SqlLedgerRows {
    private final PreparedStatement transfer;
    private final PreparedStatement entry;
    private final PreparedStatement balance;
    private final PreparedStatement request;
    private final PreparedStatement operation;
    private final PreparedStatement grant;
    private final PreparedStatement quarantine;
    private final PreparedStatement unquarantine;
    private final PreparedStatement state;
    // Requests in the present batch that can still be charged.
    private final Set<RequestId> expired = new HashSet<>();

    private record LedgerKey(long ledger, long accountId) {}

    SqlLedgerRows(Connection connection) throws SQLException {
        transfer =
                connection.prepareStatement(
                        "INSERT INTO transfer (sequence, line, at_ms, kind, from_ledger, to_ledger,"
                                + " amount_nanos) VALUES (?, ?, ?, ?, ?, ?, ?)");
        entry =
                connection.prepareStatement(
                        "INSERT INTO account_entry (account_id, sequence, at_ms, kind, amount_nanos,"
                                + " balance_after_nanos, reference) VALUES (?, ?, ?, ?, ?, ?, ?)");
        balance =
                connection.prepareStatement(
                        "INSERT INTO ledger_account (id, account_id, balance_nanos) VALUES (?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET balance_nanos ="
                                + " ledger_account.balance_nanos + excluded.balance_nanos");
        // The table's trigger refuses to end a request twice.
        request =
                connection.prepareStatement(
                        "INSERT INTO request (id, sequence, state) VALUES (?, ?, ?) ON CONFLICT (id)"
                                + " DO UPDATE SET sequence = excluded.sequence, state ="
                                + " excluded.state");
        operation =
                connection.prepareStatement(
                        "INSERT INTO operation (id, sequence, content, reason, note, reference,"
                                + " amount_nanos, balance_nanos) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        grant =
                connection.prepareStatement(
                        "INSERT INTO credit_grant (id, account_id, kind, granted_nanos, expires_at_ms,"
                                + " created_at_ms, sequence, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        quarantine =
                connection.prepareStatement(
                        "INSERT INTO quarantine (request_id, account_id, key_id, service_id,"
                                + " held_nanos, sequence) VALUES (?, ?, ?, ?, ?, ?)");
        unquarantine = connection.prepareStatement("DELETE FROM quarantine WHERE request_id = ?");
        state =
                connection.prepareStatement(
                        "UPDATE ledger_state SET folded_sequence = ?, last_at_ms = CASE WHEN"
                                + " last_at_ms < ? THEN ? ELSE last_at_ms END WHERE id = 1");
    }

    void write(List<Fact> facts, long foldedSequence) throws SQLException {
        Map<LedgerKey, Long> deltas = new HashMap<>();
        long lastAtMs = 0;
        for (Fact fact : facts) {
            lastAtMs = fact.atMs();
            switch (fact) {
                case Fact.HoldOpened f -> {}
                case Fact.HoldChanged f -> {}
                case Fact.HoldDropped f -> addRequest(f.requestId(), f.sequence(), f.state());
                case Fact.Entry f -> {
                    addTransfers(f, deltas);
                    addEntry(f);
                }
            }
        }
        addBalances(deltas);
        for (PreparedStatement batch :
                List.of(
                        transfer,
                        entry,
                        balance,
                        request,
                        operation,
                        grant,
                        quarantine,
                        unquarantine)) {
            batch.executeBatch();
        }
        expired.clear();
        state.setLong(1, foldedSequence);
        state.setLong(2, lastAtMs);
        state.setLong(3, lastAtMs);
        state.executeUpdate();
    }

    private void addBalances(Map<LedgerKey, Long> deltas) throws SQLException {
        // In the order of the table's key, so that rows that stand together are written together.
        List<Map.Entry<LedgerKey, Long>> ordered = new ArrayList<>(deltas.entrySet());
        ordered.sort(Comparator.comparingLong(delta -> delta.getKey().ledger));
        for (Map.Entry<LedgerKey, Long> delta : ordered) {
            balance.setLong(1, delta.getKey().ledger);
            balance.setLong(2, delta.getKey().accountId);
            balance.setLong(3, delta.getValue());
            balance.addBatch();
        }
    }

    private void addTransfers(Fact.Entry fact, Map<LedgerKey, Long> deltas) throws SQLException {
        int line = 0;
        for (Movement movement : fact.movements()) {
            transfer.setLong(1, fact.sequence());
            transfer.setInt(2, line++);
            transfer.setLong(3, fact.atMs());
            transfer.setInt(4, fact.kind().number());
            transfer.setLong(5, movement.fromLedger());
            transfer.setLong(6, movement.toLedger());
            transfer.setLong(7, movement.amountNanos());
            transfer.addBatch();
            move(deltas, movement.fromLedger(), fact, -movement.amountNanos());
            move(deltas, movement.toLedger(), fact, movement.amountNanos());
        }
        addDetails(fact);
    }

    private void addEntry(Fact.Entry fact) throws SQLException {
        Operation asked = fact.operation();
        long amount = Movement.ownAmount(fact.movements());
        entry.setLong(1, fact.accountId());
        entry.setLong(2, fact.sequence());
        entry.setLong(3, fact.atMs());
        entry.setInt(4, fact.kind().number());
        entry.setLong(5, amount);
        entry.setLong(6, fact.balanceAfterNanos());
        entry.setBytes(7, reference(fact, asked));
        entry.addBatch();
        if (asked != null) {
            addOperation(fact, asked, amount);
        }
    }

    private static byte @Nullable [] reference(Fact.Entry fact, @Nullable Operation asked) {
        if (asked != null) {
            return SqlBytes.of(asked.id());
        }
        return fact.requestId() == null ? null : SqlBytes.of(fact.requestId());
    }

    private static void move(
            Map<LedgerKey, Long> deltas, long ledger, Fact.Entry fact, long delta) {
        boolean own = ledger > LedgerAccounts.LAST;
        deltas.merge(new LedgerKey(ledger, own ? fact.accountId() : 0), delta, Math::addExact);
    }

    private void addDetails(Fact.Entry fact) throws SQLException {
        switch (fact) {
            case Fact.UsageSettled f ->
                    addRequest(f.requestId(), f.sequence(), RequestState.CHARGED);
            case Fact.UsageQuarantined f -> {
                RequestId id = f.record().call().id();
                addRequest(id, f.sequence(), RequestState.QUARANTINED);
                quarantine.setBytes(1, SqlBytes.of(id));
                quarantine.setLong(2, f.accountId());
                quarantine.setLong(3, f.record().call().keyId());
                quarantine.setLong(4, f.record().call().serviceId());
                quarantine.setLong(5, f.keptNanos());
                quarantine.setLong(6, f.sequence());
                quarantine.addBatch();
            }
            case Fact.UsageRated f -> {
                unquarantine.setBytes(1, SqlBytes.of(f.requestId()));
                unquarantine.addBatch();
            }
            case Fact.UsageRefunded f -> {
                for (Grant made : f.grants()) {
                    addGrant(made);
                }
            }
            case Fact.CreditGranted f -> addGrant(f.grant());
            case Fact.CreditTaken f -> {}
            case Fact.CreditTakenBack f -> {}
            case Fact.CreditExpired f -> {}
        }
    }

    private void addRequest(RequestId id, long sequence, RequestState end) throws SQLException {
        if (expired.contains(id)) {
            // PostgreSQL's driver makes one statement of a batch, which touches each row once.
            request.executeBatch();
            expired.clear();
        }
        if (end == RequestState.EXPIRED) {
            expired.add(id);
        }
        request.setBytes(1, SqlBytes.of(id));
        request.setLong(2, sequence);
        request.setInt(3, end.number());
        request.addBatch();
    }

    private void addOperation(Fact.Entry fact, Operation asked, long amount) throws SQLException {
        UUID id = asked.id();
        operation.setBytes(1, SqlBytes.of(id));
        operation.setLong(2, fact.sequence());
        operation.setString(3, asked.content());
        operation.setInt(4, asked.reason());
        operation.setString(5, asked.note());
        operation.setLong(6, fact instanceof Fact.CreditGranted f ? f.grant().id() : 0);
        operation.setLong(7, amount);
        operation.setLong(8, fact.balanceAfterNanos());
        operation.addBatch();
    }

    private void addGrant(Grant made) throws SQLException {
        grant.setLong(1, made.id());
        grant.setLong(2, made.accountId());
        grant.setInt(3, made.kind().number());
        grant.setLong(4, made.grantedNanos());
        grant.setLong(5, made.expiresAtMs());
        grant.setLong(6, made.createdAtMs());
        grant.setLong(7, made.sequence());
        grant.setString(8, made.note());
        grant.addBatch();
    }
}
