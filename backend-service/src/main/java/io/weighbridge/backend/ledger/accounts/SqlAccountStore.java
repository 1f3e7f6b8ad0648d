package io.weighbridge.backend.ledger.accounts;

import io.weighbridge.backend.ledger.SqlLedgerStore;
import io.weighbridge.backend.ledger.fact.Grant;
import io.weighbridge.backend.ledger.fact.Movement;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.model.RequestId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Accounts in SQL.
public final class SqlAccountStore implements AccountStore {
    private static final String INSERT =
            """
            INSERT INTO account (id, version, name, name_lower, overdraft_limit_nanos, suspended,
                suspended_reason, created_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String UPDATE =
            """
            UPDATE account SET version = ?, name = ?, name_lower = ?, overdraft_limit_nanos = ?,
                suspended = ?, suspended_reason = ?
            WHERE id = ? AND version = ?
            """;
    // The prefix is matched as a range, so that no character is a wildcard. This one goes through
    // the accounts in the order of their ids: quick where many match.
    private static final String LIST =
            """
            SELECT * FROM account
            WHERE id > :after AND (:prefix = '' OR (name_lower >= :prefix AND name_lower < :prefixEnd))
            ORDER BY id LIMIT :limit
            """;
    // This one finds them by name and sorts them: quick where few match. The sign before the id
    // keeps
    // the order from being read off the primary key.
    private static final String LIST_FEW =
            """
            SELECT * FROM account
            WHERE name_lower >= :prefix AND name_lower < :prefixEnd AND id > :after
            ORDER BY +id LIMIT :limit
            """;
    private static final String FEW_MATCH =
            """
            SELECT count(*) FROM (SELECT 1 FROM account
            WHERE name_lower >= :prefix AND name_lower < :prefixEnd LIMIT :most) AS matching
            """;
    // So many are few.
    private static final int FEW = 10_000;
    // Burn order with the used-up ones last, (used up, expiry, sequence), as it was after the fact
    // :asOf: what moved since is taken back for the order. All of it is the page's key.
    private static final String GRANTS =
            """
            WITH since AS (
                SELECT t.from_ledger, t.to_ledger, t.amount_nanos
                FROM account_entry e JOIN transfer t ON t.sequence = e.sequence
                WHERE e.account_id = :account AND e.sequence > :asOf),
            moved AS (
                SELECT id, sum(amount) AS amount FROM (
                    SELECT to_ledger AS id, amount_nanos AS amount FROM since
                    UNION ALL SELECT from_ledger, -amount_nanos FROM since) AS moves
                GROUP BY id)
            SELECT * FROM (
                SELECT g.*, l.balance_nanos AS remaining,
                    CASE WHEN l.balance_nanos = coalesce(m.amount, 0) THEN 1 ELSE 0 END AS used_up,
                    CASE WHEN g.expires_at_ms = 0 THEN 9223372036854775807 ELSE g.expires_at_ms END
                        AS burns_at
                FROM credit_grant g JOIN ledger_account l ON l.id = g.id
                    LEFT JOIN moved m ON m.id = g.id
                WHERE g.account_id = :account AND g.sequence <= :asOf) AS burning
            WHERE (used_up, burns_at, sequence) > (:usedUp, :burnsAt, :sequence)
            ORDER BY used_up, burns_at, sequence LIMIT :limit
            """;
    private static final String GRANT_AS_MADE =
            """
            SELECT g.*, (
                SELECT sum(CASE WHEN t.to_ledger = g.id THEN t.amount_nanos ELSE -t.amount_nanos END)
                FROM transfer t
                WHERE t.sequence = g.sequence AND g.id IN (t.to_ledger, t.from_ledger)) AS remaining
            FROM credit_grant g WHERE g.id = :id
            """;
    private static final String REFUNDED_BY =
            """
            SELECT coalesce(sum(amount_nanos), 0) FROM usage_refund
            WHERE request_id = :id
                AND sequence <= (SELECT sequence FROM operation WHERE id = :operation)
            """;
    // Above every other in the order of UTF-8.
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private final Database database;

    private final SqlStatements statements;

    public SqlAccountStore(Database database) {
        this.database = database;
        this.statements = new SqlStatements(database);
    }

    @Override
    public Optional<Account> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM account WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> fromRow(row))
                                .findOne());
    }

    @Override
    public Page<Account> list(String namePrefix, PageKey page) {
        String prefix = namePrefix.toLowerCase(Locale.ROOT);
        return database.read(
                handle ->
                        PageReader.rising(
                                handle,
                                page,
                                fewMatch(handle, prefix) ? LIST_FEW : LIST,
                                Map.of("prefix", prefix, "prefixEnd", prefix + LAST_CHARACTER),
                                (row, context) -> fromRow(row),
                                Account::id));
    }

    private static boolean fewMatch(Handle handle, String prefix) {
        return !prefix.isEmpty()
                && handle.createQuery(FEW_MATCH)
                                .bind("prefix", prefix)
                                .bind("prefixEnd", prefix + LAST_CHARACTER)
                                .bind("most", FEW + 1)
                                .mapTo(Long.class)
                                .one()
                        <= FEW;
    }

    @Override
    public Map<Long, String> names(Collection<Long> ids) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT id, name FROM account WHERE id IN (<ids>)")
                                .bindList("ids", List.copyOf(ids))
                                .setMapKeyColumn("id")
                                .setMapValueColumn("name")
                                .collectInto(new GenericType<Map<Long, String>>() {}));
    }

    @Override
    public void add(Account account, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute(
                            INSERT,
                            account.id(),
                            account.version(),
                            account.name(),
                            account.name().toLowerCase(Locale.ROOT),
                            account.overdraftLimitNanos(),
                            account.suspended(),
                            account.suspendedReason(),
                            account.createdAtMs());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public boolean replace(Account account, Change change) {
        return database.inTransaction(
                handle ->
                        SqlAuditTrail.appendIf(
                                handle.execute(
                                                UPDATE,
                                                account.version(),
                                                account.name(),
                                                account.name().toLowerCase(Locale.ROOT),
                                                account.overdraftLimitNanos(),
                                                account.suspended(),
                                                account.suspendedReason(),
                                                account.id(),
                                                account.version() - 1)
                                        == 1,
                                handle,
                                change));
    }

    private record GrantRow(GrantLeft left, boolean wasUsedUp) {}

    @Override
    public Page<GrantLeft> grants(long accountId, PageKey page) {
        return database.read(
                handle -> {
                    long asOf = page.after(3, -1);
                    if (asOf < 0) {
                        asOf = foldedSequence(handle);
                    }
                    return grants(handle, accountId, page, asOf);
                });
    }

    private static Page<GrantLeft> grants(Handle handle, long accountId, PageKey page, long asOf) {
        List<GrantRow> rows =
                handle.createQuery(GRANTS)
                        .bind("account", accountId)
                        .bind("asOf", asOf)
                        .bind("usedUp", page.after(0, -1))
                        .bind("burnsAt", page.after(1, 0))
                        .bind("sequence", page.after(2, 0))
                        .bind("limit", page.limit())
                        .map(
                                (row, context) ->
                                        new GrantRow(grantLeft(row), row.getBoolean("used_up")))
                        .list();
        return Page.ofKeys(rows, page, row -> key(row, asOf)).map(GrantRow::left);
    }

    private static long[] key(GrantRow row, long asOf) {
        Grant grant = row.left.grant();
        long expires = grant.expiresAtMs();
        return new long[] {
            row.wasUsedUp ? 1 : 0,
            expires == Grant.NEVER ? Long.MAX_VALUE : expires,
            grant.sequence(),
            asOf
        };
    }

    private static GrantLeft grantLeft(ResultSet row) throws SQLException {
        return new GrantLeft(SqlLedgerStore.grantFromRow(row), row.getLong("remaining"));
    }

    @Override
    public Optional<GrantLeft> grantAsMade(long id) {
        return database.read(
                handle ->
                        handle.createQuery(GRANT_AS_MADE)
                                .bind("id", id)
                                .map((row, context) -> grantLeft(row))
                                .findOne());
    }

    static long foldedSequence(Handle handle) {
        return handle.createQuery("SELECT folded_sequence FROM ledger_state")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public long balanceBefore(long accountId, long atMs) {
        return statements.balanceBefore(accountId, atMs);
    }

    @Override
    public Page<StatementEntry> statement(
            long accountId, long fromMs, long toMs, boolean newestFirst, PageKey page) {
        return statements.statement(accountId, fromMs, toMs, newestFirst, page);
    }

    @Override
    public Optional<Charged> charged(RequestId id) {
        return database.read(
                handle ->
                        SqlUsageStore.find(handle, id)
                                .map(
                                        record ->
                                                new Charged(
                                                        record,
                                                        movements(handle, id, record.sequence()),
                                                        refunded(handle, id))));
    }

    @Override
    public Fault notCharged(RequestId id) {
        return new SqlUsageStore(database).notFound("record_id", id);
    }

    private static List<Movement> movements(Handle handle, RequestId id, long sequence) {
        return handle.createQuery(
                        "SELECT from_ledger, to_ledger, amount_nanos FROM transfer"
                                + " WHERE sequence = :sequence OR sequence ="
                                + " (SELECT sequence FROM usage_rating WHERE request_id = :id)"
                                + " ORDER BY sequence, line")
                .bind("sequence", sequence)
                .bind("id", SqlBytes.of(id))
                .map((row, context) -> new Movement(row.getLong(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    private static long refunded(Handle handle, RequestId id) {
        return handle.createQuery(
                        "SELECT coalesce(sum(amount_nanos), 0) FROM usage_refund"
                                + " WHERE request_id = :id")
                .bind("id", SqlBytes.of(id))
                .mapTo(Long.class)
                .one();
    }

    @Override
    public long refundedBy(RequestId id, UUID operationId) {
        return database.read(
                handle ->
                        handle.createQuery(REFUNDED_BY)
                                .bind("id", SqlBytes.of(id))
                                .bind("operation", SqlBytes.of(operationId))
                                .mapTo(Long.class)
                                .one());
    }

    @Override
    public Optional<Grant> grant(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM credit_grant WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> SqlLedgerStore.grantFromRow(row))
                                .findOne());
    }

    private static Account fromRow(ResultSet row) throws SQLException {
        return new Account(
                row.getLong("id"),
                row.getLong("version"),
                row.getString("name"),
                row.getLong("overdraft_limit_nanos"),
                row.getBoolean("suspended"),
                row.getString("suspended_reason"),
                row.getLong("created_at_ms"));
    }
}
