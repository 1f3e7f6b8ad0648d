package io.weighbridge.backend.ledger.check;

import java.util.Map;
import java.util.TreeMap;

/// Compares the sums by tag with the records that have the tag, by account and key. Of the time
/// from which no record was deleted: what is older has nothing to compare with.
final class SqlTagCheck {
    private static final String KEPT_FROM = "(SELECT kept_from_ms FROM usage_retention)";
    // A record that has the tag, and is not older than the sums of its key.
    private static final String TAGGED =
            "JOIN rollup_tag_key k ON u.sequence >= k.from_sequence"
                    + " AND replace('\n' || u.tags, '\n' || k.tag_key || '=', '')"
                    + " <> '\n' || u.tags";
    private static final String EXPECTED =
            """
            SELECT account_id, tag_key, sum(calls), sum(unrated), sum(price), sum(fee),
                sum(charge), sum(overrun), sum(refunded)
            FROM (
                SELECT u.account_id, k.tag_key, 1 AS calls,
                    CASE WHEN u.unrated_reason = '' THEN 0 ELSE 1 END AS unrated,
                    u.price_nanos AS price, u.fee_nanos AS fee, u.charge_nanos AS charge,
                    u.overrun_nanos AS overrun, 0 AS refunded
                FROM usage_record u %1$s WHERE u.settled_at_ms >= %2$s
                UNION ALL
                SELECT u.account_id, k.tag_key, 0, 0, g.price_nanos, g.fee_nanos,
                    g.charge_nanos, g.overrun_nanos, 0
                FROM usage_rating g JOIN request r ON r.id = g.request_id
                    JOIN usage_record u ON u.sequence = r.sequence %1$s WHERE g.at_ms >= %2$s
                UNION ALL
                SELECT u.account_id, k.tag_key, 0, 0, 0, 0, 0, 0, f.amount_nanos
                FROM usage_refund f JOIN request r ON r.id = f.request_id
                    JOIN usage_record u ON u.sequence = r.sequence %1$s WHERE f.at_ms >= %2$s
            ) AS facts GROUP BY account_id, tag_key
            """
                    .formatted(TAGGED, KEPT_FROM);
    private static final String STORED =
            """
            SELECT account_id, tag_key, sum(calls), sum(unrated_calls), sum(price_nanos),
                sum(fee_nanos), sum(charge_nanos), sum(overrun_nanos), sum(refunded_nanos)
            FROM rollup_tag WHERE granularity = %d AND bucket_at_ms >= %s
            GROUP BY account_id, tag_key
            """;

    private record Sum(long accountId, String key) implements Comparable<Sum> {
        @Override
        public int compareTo(Sum other) {
            int order = Long.compare(accountId, other.accountId);
            return order == 0 ? key.compareTo(other.key) : order;
        }
    }

    private SqlTagCheck() {}

    static void run(SqlLedgerScan scan, UsageSums usage) {
        // Who sums by no tag need not wait for the records to be read once more.
        boolean[] isOn = {false};
        scan.each("SELECT 1 FROM rollup_tag_key", row -> isOn[0] = true);
        Map<Sum, UsageSums.Totals> expected = isOn[0] ? read(scan, EXPECTED) : Map.of();
        compare(usage, "hour", read(scan, STORED.formatted(2, KEPT_FROM)), expected);
        compare(usage, "day", read(scan, STORED.formatted(3, KEPT_FROM)), expected);
    }

    private static Map<Sum, UsageSums.Totals> read(SqlLedgerScan scan, String sql) {
        Map<Sum, UsageSums.Totals> sums = new TreeMap<>();
        scan.each(
                sql,
                row ->
                        sums.put(
                                new Sum(row.getLong(1), row.getString(2)),
                                new UsageSums.Totals(
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        row.getLong(9))));
        return sums;
    }

    private static void compare(
            UsageSums usage,
            String length,
            Map<Sum, UsageSums.Totals> stored,
            Map<Sum, UsageSums.Totals> expected) {
        Map<Sum, UsageSums.Totals> all = new TreeMap<>(expected);
        all.putAll(stored);
        for (Sum sum : all.keySet()) {
            usage.compare(
                    LedgerProblems.account(sum.accountId)
                            + ", rollups of tag "
                            + sum.key
                            + " by "
                            + length,
                    stored.getOrDefault(sum, UsageSums.Totals.NONE),
                    expected.getOrDefault(sum, UsageSums.Totals.NONE));
        }
    }
}
