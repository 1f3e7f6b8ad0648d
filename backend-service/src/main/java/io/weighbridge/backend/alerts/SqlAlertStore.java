package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Contacts and alerts in SQL.
public final class SqlAlertStore implements AlertStore {
    // What should be tried later than any pause lasts was put off by a clock that went back since.
    private static final String IS_DUE =
            "state = 1 AND (next_try_at_ms <= :now OR next_try_at_ms > :now + "
                    + Retries.BEYOND_ALL_MS
                    + ")";
    private static final String DUE_CONTACTS =
            "SELECT * FROM alert_contact JOIN (SELECT contact_id, MIN(next_try_at_ms) AS since_ms"
                    + " FROM alert WHERE "
                    + IS_DUE
                    + " GROUP BY contact_id) AS waiting ON contact_id = id ORDER BY since_ms, id";
    private static final String DUE =
            "SELECT * FROM alert WHERE contact_id = :contact AND "
                    + IS_DUE
                    + " ORDER BY next_try_at_ms, id LIMIT 1";
    private static final String FORGET =
            """
            DELETE FROM alert WHERE id IN
                (SELECT id FROM alert WHERE state > 1 AND at_ms < :before LIMIT :most)
            """;

    private final Database database;

    public SqlAlertStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Contact> contacts(long accountId) {
        return database.read(handle -> contacts(handle, accountId));
    }

    static List<Contact> contacts(Handle handle, long accountId) {
        return handle.createQuery("SELECT * FROM alert_contact WHERE account_id = :id ORDER BY id")
                .bind("id", accountId)
                .map((row, context) -> contact(row))
                .list();
    }

    @Override
    public Optional<Contact> contact(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM alert_contact WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> contact(row))
                                .findOne());
    }

    @Override
    public void add(Contact contact, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute(
                            "INSERT INTO alert_contact (id, account_id, channel, target, kinds,"
                                    + " sealed, created_at_ms, created_by)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                            contact.id(),
                            contact.accountId(),
                            contact.channel().number(),
                            contact.target(),
                            contact.kinds(),
                            contact.sealed(),
                            contact.createdAtMs(),
                            contact.createdBy());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public void remove(long id, Change change) {
        database.inTransaction(
                handle -> {
                    handle.execute("DELETE FROM alert WHERE contact_id = ? AND state = 1", id);
                    boolean made =
                            handle.execute("DELETE FROM alert_contact WHERE id = ?", id) == 1;
                    return SqlAuditTrail.appendIf(made, handle, change);
                });
    }

    @Override
    public List<LowBalance> lowBalances(long afterAccount, long afterNanos, int most) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT * FROM low_balance
                                        WHERE (account_id, nanos) > (:account, :nanos)
                                        ORDER BY account_id, nanos LIMIT :most
                                        """)
                                .bind("account", afterAccount)
                                .bind("nanos", afterNanos)
                                .bind("most", most)
                                .map((row, context) -> lowBalance(row))
                                .list());
    }

    @Override
    public List<LowBalance> lowBalances(long accountId) {
        return database.read(handle -> lowBalances(handle, accountId));
    }

    private static List<LowBalance> lowBalances(Handle handle, long accountId) {
        return handle.createQuery("SELECT * FROM low_balance WHERE account_id = :id ORDER BY nanos")
                .bind("id", accountId)
                .map((row, context) -> lowBalance(row))
                .list();
    }

    @Override
    public void setLowBalances(long accountId, List<Long> nanos, Change change) {
        database.inTransaction(
                handle -> {
                    List<LowBalance> before = lowBalances(handle, accountId);
                    handle.execute("DELETE FROM low_balance WHERE account_id = ?", accountId);
                    for (long each : nanos) {
                        handle.execute(
                                "INSERT INTO low_balance (account_id, nanos, is_below)"
                                        + " VALUES (?, ?, ?)",
                                accountId,
                                each,
                                before.contains(new LowBalance(accountId, each, true)) ? 1 : 0);
                    }
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public void fell(LowBalance low, Notice notice) {
        database.inTransaction(
                handle -> {
                    boolean isNew = mark(handle, low, 0, 1);
                    if (isNew) {
                        SqlNoticeRows.add(handle, notice);
                    }
                    return isNew;
                });
    }

    @Override
    public void rose(LowBalance low) {
        database.inTransaction(handle -> mark(handle, low, 1, 0));
    }

    private static boolean mark(Handle handle, LowBalance low, int from, int to) {
        return handle.execute(
                        "UPDATE low_balance SET is_below = ? WHERE account_id = ? AND nanos = ?"
                                + " AND is_below = ?",
                        to,
                        low.accountId(),
                        low.nanos(),
                        from)
                == 1;
    }

    @Override
    public boolean hasNew() {
        return database.read(handle -> !SqlAlertSpread.next(handle, 1).isEmpty());
    }

    @Override
    public int spread(LongSupplier ids, long nowMs, int noticesMax) {
        return database.inTransaction(
                handle -> new SqlAlertSpread(handle, ids, nowMs).spread(noticesMax));
    }

    @Override
    public boolean addTest(Alert alert, Change change) {
        return database.inTransaction(
                handle -> {
                    boolean isThere =
                            handle.createQuery("SELECT COUNT(*) FROM alert_contact WHERE id = :id")
                                            .bind("id", alert.contactId())
                                            .mapTo(long.class)
                                            .one()
                                    == 1;
                    boolean made =
                            isThere
                                    && SqlAlertSpread.waiting(handle, alert.contactId())
                                            < WAITING_MAX;
                    if (made) {
                        SqlAlertSpread.insert(handle, List.of(alert));
                    }
                    return SqlAuditTrail.appendIf(made, handle, change);
                });
    }

    @Override
    public List<Contact> due(long nowMs) {
        return database.read(
                handle ->
                        handle.createQuery(DUE_CONTACTS)
                                .bind("now", nowMs)
                                .map((row, context) -> contact(row))
                                .list());
    }

    @Override
    public Optional<Alert> due(long contactId, long nowMs) {
        return database.read(
                handle ->
                        handle.createQuery(DUE)
                                .bind("contact", contactId)
                                .bind("now", nowMs)
                                .map((row, context) -> alert(row))
                                .findOne());
    }

    @Override
    public void tried(Alert alert) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                "UPDATE alert SET state = ?, tries = ?, next_try_at_ms = ?,"
                                        + " problem = ? WHERE id = ? AND state = 1",
                                alert.state().number(),
                                alert.tries(),
                                alert.nextTryAtMs(),
                                alert.problem(),
                                alert.id()));
    }

    @Override
    public Page<Alert> list(long accountId, PageKey page) {
        String whose = accountId == 0 ? ":account = 0" : "account_id = :account";
        return PageReader.falling(
                database,
                page,
                "SELECT * FROM alert WHERE "
                        + whose
                        + " AND id < :before ORDER BY id DESC LIMIT :limit",
                Map.of("account", accountId),
                (row, context) -> alert(row),
                Alert::id);
    }

    @Override
    public int forget(long beforeMs, int most) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(FORGET)
                                .bind("before", beforeMs)
                                .bind("most", most)
                                .execute());
    }

    private static Contact contact(ResultSet row) throws SQLException {
        return new Contact(
                row.getLong("id"),
                row.getLong("account_id"),
                Channel.byNumber(row.getInt("channel")),
                row.getString("target"),
                row.getLong("kinds"),
                row.getString("sealed"),
                row.getLong("created_at_ms"),
                row.getLong("created_by"));
    }

    private static LowBalance lowBalance(ResultSet row) throws SQLException {
        return new LowBalance(
                row.getLong("account_id"), row.getLong("nanos"), row.getInt("is_below") == 1);
    }

    private static Alert alert(ResultSet row) throws SQLException {
        int kind = row.getInt("kind");
        return new Alert(
                row.getLong("id"),
                row.getLong("contact_id"),
                row.getLong("notice_id"),
                row.getLong("account_id"),
                kind == 0 ? null : NoticeKind.byNumber(kind),
                row.getLong("key_id"),
                row.getString("detail"),
                row.getLong("at_ms"),
                Alert.State.byNumber(row.getInt("state")),
                row.getInt("tries"),
                row.getLong("next_try_at_ms"),
                row.getString("problem"));
    }
}
