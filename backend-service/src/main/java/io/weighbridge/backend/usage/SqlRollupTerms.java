package io.weighbridge.backend.usage;

import io.weighbridge.backend.platform.paging.PageKey;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A question about rollups in the terms of SQL.
///
/// @param page which of the answer's sums come after those that were told
record SqlRollupTerms(RollupQuery query, PageKey page) {
    /// The buckets that are kept and asked for, by `granularity`, `from` and `to`.
    static final String RANGE =
            "granularity = :granularity AND bucket_at_ms >= :from AND bucket_at_ms < :to";

    private static final Set<GroupBy> BY_SERVICE = EnumSet.of(GroupBy.SERVICE);
    private static final String SUMS =
            "calls, failed_calls, unrated_calls, input_tokens, cached_input_tokens, output_tokens,"
                    + " price_nanos, fee_nanos, charge_nanos, overrun_nanos, refunded_nanos,"
                    + " costed_calls, cost_nanos, costed_charge_nanos, compared_calls,"
                    + " predicted_cost_nanos, measured_cost_nanos";

    /// What sums are read from: a table as it is, or pieces of it that were put together.
    ///
    /// @param sums where sums are
    /// @param units where units are
    /// @param where which of their rows
    /// @param values that all of them name
    record Source(String sums, String units, String where, Map<String, Object> values) {}

    /// A table. Who asks for nothing of accounts is served from the sums of all of them.
    String table() {
        if (isByTag()) {
            return "rollup_tag";
        }
        boolean ofAll =
                query.accountId() == 0
                        && query.keyId() == 0
                        && query.subject().isEmpty()
                        && BY_SERVICE.containsAll(query.groupBy());
        return ofAll ? "rollup_total" : "rollup";
    }

    /// Whether only hours and days are kept.
    boolean isByTag() {
        return !query.tag().isNone();
    }

    /// The bucket and what it is told apart by, always five columns.
    String columns() {
        return "bucket_at_ms, " + groupColumns();
    }

    private String groupColumns() {
        return (query.groupBy().contains(GroupBy.ACCOUNT) ? "account_id, " : "0, ")
                + (query.groupBy().contains(GroupBy.KEY) ? "key_id, " : "0, ")
                + (query.groupBy().contains(GroupBy.SERVICE) ? "service_id, " : "0, ")
                + (query.groupBy().contains(GroupBy.TAG)
                        ? "tag_value"
                        : query.groupBy().contains(GroupBy.SUBJECT) ? "subject" : "''");
    }

    /// What an index leads to. A key leads to its account.
    String indexed(String range) {
        StringBuilder where = new StringBuilder(range);
        if (isByTag()) {
            where.append(" AND tag_key = :tag_key");
        }
        if (query.accountId() != 0) {
            where.append(" AND account_id = :account");
        } else if (query.keyId() != 0) {
            where.append(" AND account_id = (SELECT account_id FROM api_key WHERE id = :key)");
        }
        return where.toString();
    }

    private String filter(String range) {
        StringBuilder where = new StringBuilder(indexed(range));
        if (query.keyId() != 0) {
            where.append(" AND key_id = :key");
        }
        if (query.serviceId() != 0) {
            where.append(" AND service_id = :service");
        }
        if (!query.subject().isEmpty()) {
            where.append(" AND subject = :subject");
        }
        if (!query.tag().value().isEmpty()) {
            where.append(" AND tag_value = :tag");
        }
        return where.toString();
    }

    /// What [#RANGE] and the filter name.
    Map<String, Object> values(Granularity granularity, long from, long to) {
        Map<String, Object> values = filterValues();
        values.put("granularity", granularity.number());
        values.put("from", from);
        values.put("to", to);
        return values;
    }

    /// Whether a sum was not told yet.
    String isNext() {
        return page.isFirst() ? "TRUE" : "(" + columns() + ") > (:b, :a, :k, :s, :t)";
    }

    private Map<String, Object> filterValues() {
        Map<String, Object> values = new HashMap<>();
        values.put("b", page.after(0, 0));
        values.put("a", page.after(1, 0));
        values.put("k", page.after(2, 0));
        values.put("s", page.after(3, 0));
        values.put("t", page.afterText());
        values.put("account", query.accountId());
        values.put("key", query.keyId());
        values.put("service", query.serviceId());
        values.put("subject", query.subject());
        values.put("tag_key", query.tag().key());
        values.put("tag", query.tag().value());
        return values;
    }

    /// Buckets as they are kept.
    Source kept(long from, long to) {
        return new Source(
                table(), table() + "_unit", filter(RANGE), values(query.granularity(), from, to));
    }

    /// Buckets of a zone. Of the one that the page before ended in, only what comes after: each
    /// page would add up all of a large day.
    Source of(List<ZonePiece> pieces) {
        Map<String, Object> values = filterValues();
        SqlZonePieces.bind(pieces, values);
        return new Source(
                SqlZonePieces.union(pieces, i -> select(SUMS, table(), pieces, i)),
                SqlZonePieces.union(
                        pieces, i -> select("unit, count", table() + "_unit", pieces, i)),
                "TRUE",
                values);
    }

    private String select(String sums, String table, List<ZonePiece> pieces, int piece) {
        String where = filter(SqlZonePieces.range(piece));
        if (!page.isFirst() && pieces.get(piece).bucketMs() == page.after(0, 0)) {
            where += " AND (" + groupColumns() + ") > (:a, :k, :s, :t)";
        }
        return groups() + ", " + sums + " FROM " + table + " WHERE " + where;
    }

    private String groups() {
        StringBuilder groups = new StringBuilder();
        for (GroupBy group : GroupBy.values()) {
            if (query.groupBy().contains(group)) {
                groups.append(
                        switch (group) {
                            case ACCOUNT -> ", account_id";
                            case KEY -> ", key_id";
                            case SERVICE -> ", service_id";
                            case SUBJECT -> ", subject";
                            case TAG -> ", tag_value";
                        });
            }
        }
        return groups.toString();
    }
}
