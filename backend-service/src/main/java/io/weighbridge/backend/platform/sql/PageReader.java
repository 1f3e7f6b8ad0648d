package io.weighbridge.backend.platform.sql;

import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// Reads pages of lists that are in the order of one number of their rows.
public final class PageReader {
    private PageReader() {}

    /// @param sql names `:after`, from which on the number rises, and `:limit`
    /// @param values what else the query names
    public static <T> Page<T> rising(
            Database database,
            PageKey page,
            String sql,
            Map<String, ?> values,
            RowMapper<T> row,
            ToLongFunction<T> number) {
        return database.read(handle -> rising(handle, page, sql, values, row, number));
    }

    /// The same within a reading of somebody else's.
    public static <T> Page<T> rising(
            Handle handle,
            PageKey page,
            String sql,
            Map<String, ?> values,
            RowMapper<T> row,
            ToLongFunction<T> number) {
        Map<String, Long> from = Map.of("after", page.after(0, 0));
        return Page.of(rows(handle, page, sql, from, values, row), page, number);
    }

    /// @param sql names `:before`, from which on the number falls, and `:limit`
    /// @param values what else the query names
    public static <T> Page<T> falling(
            Database database,
            PageKey page,
            String sql,
            Map<String, ?> values,
            RowMapper<T> row,
            ToLongFunction<T> number) {
        return database.read(handle -> falling(handle, page, sql, values, row, number));
    }

    /// The same within a reading of somebody else's.
    public static <T> Page<T> falling(
            Handle handle,
            PageKey page,
            String sql,
            Map<String, ?> values,
            RowMapper<T> row,
            ToLongFunction<T> number) {
        Map<String, Long> from = Map.of("before", page.after(0, Long.MAX_VALUE));
        return Page.of(rows(handle, page, sql, from, values, row), page, number);
    }

    private static <T> List<T> rows(
            Handle handle,
            PageKey page,
            String sql,
            Map<String, Long> from,
            Map<String, ?> values,
            RowMapper<T> row) {
        return handle.createQuery(sql)
                .bindMap(from)
                .bindMap(values)
                .bind("limit", page.limit())
                .map(row)
                .list();
    }
}
