package io.weighbridge.backend.notices;

import org.jdbi.v3.core.Handle;

/// Notices as rows that are written in the transaction of what they tell of.
public final class SqlNoticeRows {
    private SqlNoticeRows() {}

    /// Adds one; one with its id that is there already stays as it is.
    public static void add(Handle handle, Notice notice) {
        handle.execute(
                "INSERT INTO account_notice (id, account_id, at_ms, kind, key_id, reported,"
                        + " alerted) VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING",
                notice.id(),
                notice.accountId(),
                notice.atMs(),
                notice.kind().number(),
                notice.keyId(),
                notice.reported());
    }
}
