package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;
import io.weighbridge.backend.notices.SqlNoticeRows;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Contacts and alerts in SQL.
public final class SqlAlertStore implements AlertStore {
    private static final String NEW_NOTICES =
            """
            SELECT id, account_id, at_ms, kind, key_id, reported FROM account_notice
            WHERE alerted = 0 ORDER BY id LIMIT :most
            """;
    private static final String INSERT_ALERT =
            """
            INSERT INTO alert (id, contact_id, notice_id, account_id, kind, key_id, detail, at_ms,
                state, tries, next_try_at_ms, problem)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String DUE =
            """
            SELECT * FROM alert WHERE state = 1 AND next_try_at_ms <= :now
            ORDER BY next_try_at_ms, id LIMIT :most
            """;

    private final Database database;

    public SqlAlertStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Contact> contacts(long accountId) {
        return database.read(handle -> contacts(handle, accountId));
    }

    private static List<Contact> contacts(Handle handle, long accountId) {
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
    public List<LowBalance> lowBalances() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM low_balance ORDER BY account_id, nanos")
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
        return database.read(
                handle ->
                        handle.createQuery(NEW_NOTICES)
                                .bind("most", 1)
                                .map((row, context) -> true)
                                .findOne()
                                .isPresent());
    }

    @Override
    public int spread(LongSupplier ids, long nowMs, int noticesMax) {
        return database.inTransaction(
                handle -> {
                    List<Notice> notices =
                            handle.createQuery(NEW_NOTICES)
                                    .bind("most", noticesMax)
                                    .map((row, context) -> notice(row))
                                    .list();
                    List<Contact> operators = contacts(handle, 0);
                    for (Notice notice : notices) {
                        spread(handle, notice, operators, ids, nowMs);
                        if (notice.accountId() != 0) {
                            List<Contact> own = contacts(handle, notice.accountId());
                            spread(handle, notice, own, ids, nowMs);
                        }
                        handle.execute(
                                "UPDATE account_notice SET alerted = 1 WHERE id = ?", notice.id());
                    }
                    return notices.size();
                });
    }

    private static void spread(
            Handle handle, Notice notice, List<Contact> contacts, LongSupplier ids, long nowMs) {
        for (Contact contact : contacts) {
            if (contact.wants(notice.kind())) {
                insert(
                        handle,
                        new Alert(
                                ids.getAsLong(),
                                contact.id(),
                                notice.id(),
                                notice.accountId(),
                                notice.kind(),
                                notice.keyId(),
                                notice.reported(),
                                notice.atMs(),
                                Alert.State.WAITING,
                                0,
                                nowMs,
                                ""));
            }
        }
    }

    private static void insert(Handle handle, Alert alert) {
        handle.execute(
                INSERT_ALERT,
                alert.id(),
                alert.contactId(),
                alert.noticeId(),
                alert.accountId(),
                alert.kind() == null ? 0 : alert.kind().number(),
                alert.keyId(),
                alert.detail(),
                alert.atMs(),
                alert.state().number(),
                alert.tries(),
                alert.nextTryAtMs(),
                alert.problem());
    }

    @Override
    public void addTest(Alert alert, Change change) {
        database.inTransaction(
                handle -> {
                    insert(handle, alert);
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public List<Alert> due(long nowMs, int most) {
        return database.read(
                handle ->
                        handle.createQuery(DUE)
                                .bind("now", nowMs)
                                .bind("most", most)
                                .map((row, context) -> alert(row))
                                .list());
    }

    @Override
    public void tried(Alert alert) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                "UPDATE alert SET state = ?, tries = ?, next_try_at_ms = ?,"
                                        + " problem = ? WHERE id = ?",
                                alert.state().number(),
                                alert.tries(),
                                alert.nextTryAtMs(),
                                alert.problem(),
                                alert.id()));
    }

    @Override
    public Page<Alert> list(long accountId, PageKey page) {
        String whose = accountId == 0 ? ":account = 0" : "account_id = :account";
        List<Alert> alerts =
                database.read(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM alert WHERE "
                                                        + whose
                                                        + " AND id < :before"
                                                        + " ORDER BY id DESC LIMIT :limit")
                                        .bind("account", accountId)
                                        .bind("before", page.after(0, Long.MAX_VALUE))
                                        .bind("limit", page.limit())
                                        .map((row, context) -> alert(row))
                                        .list());
        return Page.of(alerts, page, Alert::id);
    }

    @Override
    public void forget(long beforeMs) {
        database.inTransaction(
                handle ->
                        handle.execute(
                                "DELETE FROM alert WHERE state > 1 AND at_ms < ?", beforeMs));
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

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("at_ms"),
                NoticeKind.byNumber(row.getInt("kind")),
                row.getLong("key_id"),
                row.getString("reported"));
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
