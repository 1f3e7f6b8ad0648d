package io.weighbridge.backend.ledger;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.usage.SqlUsageStore;
import io.weighbridge.model.RequestId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    // The prefix is matched as a range, so that it runs on the index and no character is a
    // wildcard.
    private static final String LIST =
            """
            SELECT * FROM account
            WHERE id > :after AND (:prefix = '' OR (name_lower >= :prefix AND name_lower < :prefixEnd))
            ORDER BY id LIMIT :limit
            """;
    // Burn order with the used-up ones last: (used up, expiry, sequence), all of it the page's key.
    private static final String GRANTS =
            """
            SELECT * FROM (
                SELECT g.*, l.balance_nanos AS remaining,
                    CASE WHEN l.balance_nanos = 0 THEN 1 ELSE 0 END AS used_up,
                    CASE WHEN g.expires_at_ms = 0 THEN 9223372036854775807 ELSE g.expires_at_ms END
                        AS burns_at
                FROM credit_grant g JOIN ledger_account l ON l.id = g.id
                WHERE g.account_id = :account)
            WHERE (used_up, burns_at, sequence) > (:usedUp, :burnsAt, :sequence)
            ORDER BY used_up, burns_at, sequence LIMIT :limit
            """;
    private static final String STATEMENT =
            """
            SELECT e.*, o.reason, o.note FROM account_entry e
            LEFT JOIN operation o ON o.id = e.reference
            WHERE e.account_id = :account AND e.sequence > :after AND e.sequence >= :from
                AND e.sequence < :to AND e.amount_nanos <> 0
            ORDER BY e.sequence LIMIT :limit
            """;
    private static final String BALANCE_BEFORE =
            """
            SELECT balance_after_nanos FROM account_entry
            WHERE account_id = :account AND sequence < :before ORDER BY sequence DESC LIMIT 1
            """;
    private static final String ENTRY_FROM =
            """
            SELECT sequence, at_ms FROM account_entry
            WHERE account_id = :account AND sequence >= :from ORDER BY sequence LIMIT 1
            """;

    private final Database database;

    public SqlAccountStore(Database database) {
        this.database = database;
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
        List<Account> accounts =
                database.read(
                        handle ->
                                handle.createQuery(LIST)
                                        .bind("after", page.after(0, 0))
                                        .bind("prefix", prefix)
                                        .bind("prefixEnd", prefix + '\uffff')
                                        .bind("limit", page.limit())
                                        .map((row, context) -> fromRow(row))
                                        .list());
        return Page.of(accounts, page, Account::id);
    }

    @Override
    public void add(Account account) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                INSERT,
                                account.id(),
                                account.version(),
                                account.name(),
                                account.name().toLowerCase(Locale.ROOT),
                                account.overdraftLimitNanos(),
                                account.suspended(),
                                account.suspendedReason(),
                                account.createdAtMs()));
    }

    @Override
    public boolean replace(Account account) {
        return database.inTransaction(
                handle ->
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
                                == 1);
    }

    @Override
    public Page<GrantLeft> grants(long accountId, PageKey page) {
        List<GrantLeft> grants =
                database.read(
                        handle ->
                                handle.createQuery(GRANTS)
                                        .bind("account", accountId)
                                        .bind("usedUp", page.after(0, -1))
                                        .bind("burnsAt", page.after(1, 0))
                                        .bind("sequence", page.after(2, 0))
                                        .bind("limit", page.limit())
                                        .map(
                                                (row, context) ->
                                                        new GrantLeft(
                                                                SqlLedgerStore.grantFromRow(row),
                                                                row.getLong("remaining")))
                                        .list());
        return Page.ofKeys(grants, page, SqlAccountStore::grantKey);
    }

    private static long[] grantKey(GrantLeft left) {
        long expires = left.grant().expiresAtMs();
        return new long[] {
            left.remainingNanos() == 0 ? 1 : 0,
            expires == Grant.NEVER ? Long.MAX_VALUE : expires,
            left.grant().sequence()
        };
    }

    @Override
    public long balanceBefore(long accountId, long atMs) {
        return database.read(
                handle ->
                        handle.createQuery(BALANCE_BEFORE)
                                .bind("account", accountId)
                                .bind("before", firstSequenceAt(handle, accountId, atMs))
                                .mapTo(Long.class)
                                .findOne()
                                .orElse(0L));
    }

    private record EntryPlace(long sequence, long atMs) {}

    // The sequence from which on an account's entries are not before an instant. Instants never
    // fall along the ledger, so bisecting the sequence finds it with a few dozen look-ups at most.
    private static long firstSequenceAt(Handle handle, long accountId, long atMs) {
        long low = 0;
        long high =
                handle.createQuery("SELECT folded_sequence + 1 FROM ledger_state")
                        .mapTo(Long.class)
                        .one();
        while (low < high) {
            long middle = (low + high) >>> 1;
            Optional<EntryPlace> entry =
                    handle.createQuery(ENTRY_FROM)
                            .bind("account", accountId)
                            .bind("from", middle)
                            .map((row, context) -> new EntryPlace(row.getLong(1), row.getLong(2)))
                            .findOne();
            if (entry.isEmpty() || entry.get().atMs >= atMs) {
                high = middle;
            } else {
                low = entry.get().sequence + 1;
            }
        }
        return low;
    }

    @Override
    public Page<StatementEntry> statement(long accountId, long fromMs, long toMs, PageKey page) {
        List<StatementEntry> entries =
                database.read(
                        handle ->
                                handle.createQuery(STATEMENT)
                                        .bind("account", accountId)
                                        .bind("after", page.after(0, 0))
                                        .bind("from", firstSequenceAt(handle, accountId, fromMs))
                                        .bind("to", firstSequenceAt(handle, accountId, toMs))
                                        .bind("limit", page.limit())
                                        .map((row, context) -> entryFromRow(row))
                                        .list());
        return Page.of(entries, page, StatementEntry::sequence);
    }

    private static StatementEntry entryFromRow(ResultSet row) throws SQLException {
        EntryKind kind = EntryKind.byNumber(row.getInt("kind"));
        byte @Nullable [] reference = row.getBytes("reference");
        boolean isUsage = kind == EntryKind.USAGE || kind == EntryKind.QUARANTINE;
        String note = row.getString("note");
        return new StatementEntry(
                row.getLong("sequence"),
                row.getLong("at_ms"),
                kind,
                row.getLong("amount_nanos"),
                row.getLong("balance_after_nanos"),
                isUsage && reference != null ? SqlBytes.toRequestId(reference) : null,
                !isUsage && reference != null ? SqlBytes.toUuid(reference) : null,
                row.getInt("reason"),
                note == null ? "" : note);
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
