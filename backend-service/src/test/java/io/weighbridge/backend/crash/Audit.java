package io.weighbridge.backend.crash;

import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.platform.sql.StoreAddress;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.SettleReply;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Compares a stopped store with the witness and with itself, by SQL of its own.
final class Audit {
    private static final int CHARGED = 1;
    private static final int RELEASED = 2;
    private static final int BREAKAGE = 6;
    private static final int OWN_LAST = 99;

    private final StoreAddress store;
    private final Witness witness;

    Audit(StoreAddress store, Witness witness) {
        this.store = store;
        this.witness = witness;
    }

    void check() throws SQLException {
        try (Connection sql = Database.openReadOnly(store)) {
            checkConservation(sql);
            checkRequests(sql);
            checkAccounts(sql);
            checkOperations(sql);
        }
    }

    private static long number(Connection sql, String query) throws SQLException {
        try (ResultSet rows = sql.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void expect(Connection sql, long expected, String query) throws SQLException {
        long found = number(sql, query);
        witness.check(found == expected, query + ": " + found + " (expected: " + expected + ")");
    }

    private void checkConservation(Connection sql) throws SQLException {
        expect(sql, 0, "SELECT sum(balance_nanos) FROM ledger_account");
        expect(
                sql,
                0,
                """
                SELECT count(*) FROM ledger_account l WHERE balance_nanos <>
                    (SELECT coalesce(sum(amount_nanos), 0) FROM transfer WHERE to_ledger = l.id)
                    - (SELECT coalesce(sum(amount_nanos), 0) FROM transfer WHERE from_ledger = l.id)
                """);
        expect(
                sql,
                0,
                """
                SELECT count(*) FROM transfer t
                WHERE NOT EXISTS (SELECT 1 FROM ledger_account l WHERE l.id = t.to_ledger)
                    OR NOT EXISTS (SELECT 1 FROM ledger_account l WHERE l.id = t.from_ledger)
                """);
        expect(
                sql,
                0,
                """
                SELECT count(*) FROM account a WHERE
                    (SELECT coalesce(sum(amount_nanos), 0) FROM account_entry WHERE account_id = a.id)
                    <> (SELECT coalesce(sum(balance_nanos), 0) FROM ledger_account
                        WHERE account_id = a.id)
                """);
        expect(
                sql,
                0,
                """
                SELECT count(*) FROM usage_record u WHERE charge_nanos <>
                    (SELECT sum(amount_nanos) FROM transfer WHERE sequence = u.sequence)
                """);
        long charged = number(sql, "SELECT sum(charge_nanos) FROM usage_record");
        expect(sql, charged, "SELECT sum(charge_nanos) FROM rollup WHERE granularity = 3");
        expect(sql, charged, "SELECT sum(charge_nanos) FROM rollup WHERE granularity = 1");
        expect(sql, witness.settled.size(), "SELECT sum(calls) FROM rollup WHERE granularity = 3");
    }

    private void checkRequests(Connection sql) throws SQLException {
        Map<RequestId, Long> charged = new HashMap<>();
        try (ResultSet rows =
                sql.createStatement()
                        .executeQuery("SELECT request_id, charge_nanos FROM usage_record")) {
            while (rows.next()) {
                RequestId id = SqlBytes.toRequestId(rows.getBytes(1));
                witness.check(
                        charged.put(id, rows.getLong(2)) == null, id + " has two usage records");
            }
        }
        for (Call call : witness.settled) {
            Long nanos = charged.remove(call.id);
            SettleReply reply = call.reply;
            witness.check(
                    nanos != null && reply != null && nanos == reply.getChargeNanos(),
                    call + " was answered " + reply + " but its record says " + nanos);
        }
        witness.check(charged.isEmpty(), "charged, but never settled: " + charged);
        expect(
                sql,
                witness.settled.size(),
                "SELECT count(*) FROM request WHERE state = " + CHARGED);
        expect(
                sql,
                witness.released.size(),
                "SELECT count(*) FROM request WHERE state = " + RELEASED);
        expect(
                sql,
                0,
                """
                SELECT count(*) FROM usage_record u WHERE NOT EXISTS
                    (SELECT 1 FROM request r WHERE r.id = u.request_id AND r.state = 1)
                """);
    }

    private void checkAccounts(Connection sql) throws SQLException {
        Map<Long, Long> charged = witness.chargedNanos();
        Map<Long, Long> credited = witness.creditedNanos();
        for (Catalogue.Payer payer : witness.payers) {
            long expired =
                    number(
                            sql,
                            "SELECT coalesce(sum(t.amount_nanos), 0) FROM transfer t JOIN"
                                    + " ledger_account l ON l.id = t.from_ledger WHERE l.account_id"
                                    + " = "
                                    + payer.id()
                                    + " AND t.to_ledger = "
                                    + BREAKAGE);
            String balance =
                    "SELECT sum(balance_nanos) FROM ledger_account WHERE account_id = "
                            + payer.id();
            expect(
                    sql,
                    credited.getOrDefault(payer.id(), 0L)
                            - charged.getOrDefault(payer.id(), 0L)
                            - expired,
                    balance);
            witness.requireWithinBound(payer, number(sql, balance));
        }
        expect(
                sql,
                -charged.values().stream().mapToLong(Long::longValue).sum(),
                "SELECT -sum(balance_nanos) FROM ledger_account WHERE id IN (1, 2)");
        expect(
                sql,
                0,
                "SELECT count(*) FROM ledger_account WHERE id > "
                        + OWN_LAST
                        + " AND id <> account_id AND balance_nanos < 0");
    }

    private void checkOperations(Connection sql) throws SQLException {
        Set<UUID> known = new HashSet<>();
        try (ResultSet rows = sql.createStatement().executeQuery("SELECT id FROM operation")) {
            while (rows.next()) {
                known.add(SqlBytes.toUuid(rows.getBytes(1)));
            }
        }
        for (CreditOperation operation : witness.doneOperations) {
            witness.check(known.remove(operation.id), operation.command() + " is lost");
        }
        // What is left is what the accounts were given at first.
        witness.check(
                known.size() == witness.payers.size(), "operations nobody asked for: " + known);
        expect(
                sql,
                witness.doneOperations.size() + witness.payers.size(),
                "SELECT count(*) FROM account_entry WHERE sequence IN (SELECT sequence FROM"
                        + " operation)");
    }
}
