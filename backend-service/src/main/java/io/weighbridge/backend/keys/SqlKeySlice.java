package io.weighbridge.backend.keys;

import io.weighbridge.backend.platform.paging.PageKey;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.Optional;

/// The part of the list of keys that one page looks through, oldest first. It is bounded, so that
/// who searches for what is rare keeps no reader of the store for long.
///
/// @param after below its first id
/// @param to its last id
/// @param isLast whether the list ends with it
record SqlKeySlice(long after, long to, boolean isLast) {
    /// The most keys of a slice: those of the account when there is one.
    static final int ROWS_MAX = 20_000;

    /// The slice that a page begins in.
    static SqlKeySlice of(Handle handle, KeyFilter filter, PageKey page, int rowsMax) {
        long after = page.after(0, 0);
        long searchedId = filter.searchedId();
        if (searchedId != 0) {
            return new SqlKeySlice(Math.max(after, searchedId - 1), searchedId, true);
        }
        String account = filter.accountId() == 0 ? "" : " AND account_id = :account";
        String sql =
                "SELECT id FROM api_key WHERE id > :after"
                        + account
                        + " ORDER BY id LIMIT 1 OFFSET :more";
        try (Query query = handle.createQuery(sql)) {
            query.bind("after", after).bind("more", rowsMax - 1);
            if (filter.accountId() != 0) {
                query.bind("account", filter.accountId());
            }
            Optional<Long> to = query.mapTo(Long.class).findOne();
            return new SqlKeySlice(after, to.orElse(Long.MAX_VALUE), to.isEmpty());
        }
    }
}
