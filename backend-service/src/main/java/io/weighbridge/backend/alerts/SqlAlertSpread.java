package io.weighbridge.backend.alerts;

import io.weighbridge.backend.notices.Notice;
import io.weighbridge.backend.notices.NoticeKind;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Makes alerts of notices, in one transaction.
final class SqlAlertSpread {
    private static final String NEW_NOTICES =
            """
            SELECT id, account_id, at_ms, kind, key_id, reported FROM account_notice
            WHERE alerted = 0 ORDER BY id LIMIT :most
            """;
    private static final String INSERT =
            """
            INSERT INTO alert (id, contact_id, notice_id, account_id, kind, key_id, detail, at_ms,
                state, tries, next_try_at_ms, problem)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Handle handle;
    private final LongSupplier ids;
    private final long nowMs;
    private final List<Contact> operators;
    private final Map<Long, List<Contact>> own = new HashMap<>();
    private final Map<Long, Long> waiting = new HashMap<>();
    private final List<Alert> alerts = new ArrayList<>();

    SqlAlertSpread(Handle handle, LongSupplier ids, long nowMs) {
        this.handle = handle;
        this.ids = ids;
        this.nowMs = nowMs;
        this.operators = SqlAlertStore.contacts(handle, 0);
    }

    /// @return how many notices it was
    int spread(int noticesMax) {
        List<Notice> notices = next(handle, noticesMax);
        for (Notice notice : notices) {
            operators.forEach(contact -> add(notice, contact));
            if (notice.accountId() != 0) {
                own.computeIfAbsent(notice.accountId(), id -> SqlAlertStore.contacts(handle, id))
                        .forEach(contact -> add(notice, contact));
            }
        }
        insert(handle, alerts);
        if (!notices.isEmpty()) {
            try (var batch =
                    handle.prepareBatch("UPDATE account_notice SET alerted = 1 WHERE id = ?")) {
                notices.forEach(notice -> batch.add(notice.id()));
                var _ = batch.execute();
            }
        }
        return notices.size();
    }

    private void add(Notice notice, Contact contact) {
        if (!contact.wants(notice.kind())) {
            return;
        }
        long before = waiting.computeIfAbsent(contact.id(), id -> waiting(handle, id));
        boolean isFull = before >= AlertStore.WAITING_MAX;
        if (!isFull) {
            waiting.put(contact.id(), before + 1);
        }
        alerts.add(
                new Alert(
                        ids.getAsLong(),
                        contact.id(),
                        notice.id(),
                        notice.accountId(),
                        notice.kind(),
                        notice.keyId(),
                        notice.reported(),
                        notice.atMs(),
                        isFull ? Alert.State.GIVEN_UP : Alert.State.WAITING,
                        0,
                        isFull ? 0 : nowMs,
                        isFull ? AlertStore.WAITING_MAX + " others waited for it already" : ""));
    }

    /// How many wait for a contact.
    static long waiting(Handle handle, long contactId) {
        return handle.createQuery("SELECT COUNT(*) FROM alert WHERE contact_id = :id AND state = 1")
                .bind("id", contactId)
                .mapTo(long.class)
                .one();
    }

    /// Adds alerts.
    static void insert(Handle handle, List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        try (var batch = handle.prepareBatch(INSERT)) {
            for (Alert alert : alerts) {
                batch.add(
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
            var _ = batch.execute();
        }
    }

    /// The oldest notices that have no alerts yet.
    static List<Notice> next(Handle handle, int most) {
        return handle.createQuery(NEW_NOTICES)
                .bind("most", most)
                .map((row, context) -> notice(row))
                .list();
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
}
