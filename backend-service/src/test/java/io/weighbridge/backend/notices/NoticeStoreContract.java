package io.weighbridge.backend.notices;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.EmptyStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// What every [NoticeStore] does. Accounts 1 and 2 exist.
abstract class NoticeStoreContract {
    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
    }

    private static Notice notice(long id, long accountId) {
        return new Notice(id, accountId, 5, NoticeKind.KEY_LEAKED, 6, "seen at ☃");
    }

    @Test
    void shouldListAnAccountsNoticesNewestFirst() {
        database.inTransaction(
                handle -> {
                    for (long id = 1; id <= 6; id++) {
                        SqlNoticeRows.add(handle, notice(id, id % 2 + 1));
                    }
                    return true;
                });
        NoticeStore store = new SqlNoticeStore(database);
        Page<Notice> first = store.list(1, PageKey.of(2, "", ""));
        assertEquals(List.of(notice(6, 1), notice(4, 1)), first.items());
        Page<Notice> second = store.list(1, PageKey.of(2, first.nextToken(), ""));
        assertEquals(List.of(notice(2, 1)), second.items());
        assertEquals("", second.nextToken());
    }
}
