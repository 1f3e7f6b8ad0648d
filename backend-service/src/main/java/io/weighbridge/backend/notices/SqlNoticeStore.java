package io.weighbridge.backend.notices;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import java.util.Map;

/// Notices in SQL.
public final class SqlNoticeStore implements NoticeStore {
    private static final String LIST =
            """
            SELECT * FROM account_notice WHERE account_id = :account AND id < :before
            ORDER BY id DESC LIMIT :limit
            """;

    private final Database database;

    public SqlNoticeStore(Database database) {
        this.database = database;
    }

    @Override
    public Page<Notice> list(long accountId, PageKey page) {
        return PageReader.falling(
                database,
                page,
                LIST,
                Map.of("account", accountId),
                (row, context) ->
                        new Notice(
                                row.getLong("id"),
                                row.getLong("account_id"),
                                row.getLong("at_ms"),
                                NoticeKind.byNumber(row.getInt("kind")),
                                row.getLong("key_id"),
                                row.getString("reported")),
                Notice::id);
    }
}
