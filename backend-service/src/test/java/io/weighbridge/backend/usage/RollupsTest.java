package io.weighbridge.backend.usage;

import static io.weighbridge.backend.usage.UsageKit.assertError;
import static io.weighbridge.backend.usage.UsageKit.records;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.weighbridge.backend.cli.Commands;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.SqlBytes;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

final class RollupsTest {
    private static final List<GroupBy> GROUPS =
            List.of(
                    GroupBy.GROUP_BY_ACCOUNT,
                    GroupBy.GROUP_BY_KEY,
                    GroupBy.GROUP_BY_SERVICE,
                    GroupBy.GROUP_BY_SUBJECT);

    @TempDir Path directory;

    /// One fact as a sum over records sees it.
    private record Piece(long atMs, UsageRecord of, Rollup sums) {}

    @Test
    void shouldSumEachFactInTheBucketOfItsInstantAndRebuildTheSame() throws SQLException {
        MovingTime time = new MovingTime();
        try (TestBackend test = TestBackend.start(directory, time)) {
            UsageTraffic traffic = new UsageTraffic(test, time, 23);
            traffic.run(300);
            List<Piece> pieces = pieces(test, traffic);
            Random random = new Random(5);
            for (int granularity = 1; granularity <= 3; granularity++) {
                for (int groups = 0; groups < 1 << GROUPS.size(); groups++) {
                    QueryRollupsRequest query = query(pieces, granularity, groups, random);
                    assertEquals(
                            sums(pieces, query),
                            byGroup(all(test, query, 1 + random.nextInt(200))),
                            query::toString);
                }
            }
            assertRefusedWhileRunning();
        }
        List<String> kept = rows();
        assertTrue(kept.size() > 300, "rows: " + kept.size());
        assertTrue(rebuild(0).contains("The old sums were right."));
        assertEquals(kept, rows());
        try (Database database = Database.open(directory)) {
            database.write(
                    connection -> {
                        try (var sql = connection.createStatement()) {
                            sql.execute(
                                    "UPDATE rollup SET calls = calls + 1 WHERE granularity = 2");
                            sql.execute("DELETE FROM rollup WHERE granularity = 3");
                            sql.execute("UPDATE rollup_total SET charge_nanos = 1");
                            sql.execute("DELETE FROM rollup_total_unit");
                            sql.execute(
                                    "INSERT INTO rollup_unit VALUES (1, 0, 1, 2, 3, 'x', 4, 5)");
                        }
                        return true;
                    });
        }
        assertTrue(rebuild(0).contains("The old sums were not right"));
        assertEquals(kept, rows());
    }

    private void assertRefusedWhileRunning() {
        assertTrue(rebuild(1).contains("is in use by another Weighbridge process"));
    }

    @Test
    void shouldRefuseToRebuildWhereThereIsNoStore() {
        assertTrue(rebuild(1).contains("expected: a data directory of Weighbridge"));
    }

    private String rebuild(int expectedStatus) {
        StringWriter text = new StringWriter();
        int status =
                Commands.commandLine()
                        .setOut(new PrintWriter(text))
                        .setErr(new PrintWriter(text))
                        .execute("rebuild-rollups", "--data", directory.toString());
        assertEquals(expectedStatus, status, text::toString);
        return text.toString();
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = Database.openReadOnly(directory);
                var sql = connection.createStatement()) {
            for (String table :
                    List.of("rollup", "rollup_unit", "rollup_total", "rollup_total_unit")) {
                try (ResultSet row = sql.executeQuery("SELECT * FROM " + table)) {
                    while (row.next()) {
                        StringBuilder text = new StringBuilder(table);
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            text.append('|').append(row.getString(i));
                        }
                        rows.add(text.toString());
                    }
                }
            }
        }
        return rows;
    }

    // What the records, and the ledger's own instants of what happened later, come to.
    private List<Piece> pieces(TestBackend test, UsageTraffic traffic) throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        Map<String, UsageRecord> byId = new HashMap<>();
        for (UsageRecord record : records(test, ListRecordsRequest.getDefaultInstance(), 1_000)) {
            byId.put(record.getId(), record);
            pieces.add(
                    new Piece(
                            record.getSettledAtMs(),
                            record,
                            Rollup.newBuilder()
                                    .setCalls(1)
                                    .setFailedCalls(
                                            record.getOutcome() == Outcome.OUTCOME_OK ? 0 : 1)
                                    .setUnratedCalls(record.getUnratedReason().isEmpty() ? 0 : 1)
                                    .addAllUnits(record.getUnitsList())
                                    .setPriceNanos(record.getPriceNanos())
                                    .setFeeNanos(record.getFeeNanos())
                                    .setChargeNanos(record.getChargeNanos())
                                    .setOverrunNanos(record.getOverrunNanos())
                                    .setCostedCalls(record.hasUpstreamCostNanos() ? 1 : 0)
                                    .setCostNanos(record.getUpstreamCostNanos())
                                    .setCostedChargeNanos(
                                            record.hasUpstreamCostNanos()
                                                    ? record.getChargeNanos()
                                                    : 0)
                                    .build()));
        }
        try (Connection connection = Database.openReadOnly(directory)) {
            for (UsageTraffic.Later one : traffic.later) {
                UsageRecord record = Objects.requireNonNull(byId.get(one.recordId()));
                pieces.add(
                        new Piece(
                                atMs(connection, one.operationId()),
                                record,
                                Rollup.newBuilder()
                                        .setChargeNanos(one.chargeNanos())
                                        .setOverrunNanos(
                                                Math.max(
                                                        0,
                                                        one.chargeNanos() - record.getHeldNanos()))
                                        .setRefundedNanos(one.refundedNanos())
                                        .setCostedChargeNanos(
                                                record.hasUpstreamCostNanos()
                                                        ? one.chargeNanos()
                                                        : 0)
                                        .addAllUnits(one.units())
                                        .build()));
            }
        }
        return pieces;
    }

    private static long atMs(Connection connection, UUID operation) throws SQLException {
        try (var sql =
                connection.prepareStatement(
                        "SELECT at_ms FROM account_entry WHERE reference = ?")) {
            sql.setBytes(1, SqlBytes.of(operation));
            try (ResultSet row = sql.executeQuery()) {
                assertTrue(row.next());
                return row.getLong(1);
            }
        }
    }

    private static QueryRollupsRequest query(
            List<Piece> pieces, int granularity, int groups, Random random) {
        long first = pieces.stream().mapToLong(Piece::atMs).min().orElseThrow();
        long last = pieces.stream().mapToLong(Piece::atMs).max().orElseThrow();
        UsageRecord like = pieces.get(random.nextInt(pieces.size())).of;
        QueryRollupsRequest.Builder query =
                QueryRollupsRequest.newBuilder()
                        .setGranularityValue(granularity)
                        .setFromAtMs(first)
                        .setToAtMs(last + Duration.ofDays(1).toMillis());
        for (int i = 0; i < GROUPS.size(); i++) {
            if ((groups & (1 << i)) != 0) {
                query.addGroupBy(GROUPS.get(i));
            }
        }
        // A filter now and then, and a part of the time.
        switch (random.nextInt(8)) {
            case 0 -> query.setAccount(like.getAccount());
            case 1 -> query.setKey(like.getKey());
            case 2 -> query.setService(like.getService());
            case 3 -> query.setSubject(like.getSubject()).setAccount(like.getAccount());
            case 4 -> query.setFromAtMs((first + last) / 2);
            case 5 -> query.setToAtMs((first + last) / 2);
            default -> {}
        }
        return query.build();
    }

    private static List<Rollup> all(TestBackend test, QueryRollupsRequest query, int pageSize) {
        List<Rollup> all = new ArrayList<>();
        String token = "";
        do {
            QueryRollupsReply reply =
                    usage(test)
                            .queryRollups(
                                    query.toBuilder()
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(pageSize)
                                                            .setToken(token))
                                            .build());
            assertTrue(reply.getRollupsCount() <= pageSize);
            all.addAll(reply.getRollupsList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    private static Map<String, Map<String, Long>> byGroup(List<Rollup> rollups) {
        Map<String, Map<String, Long>> groups = new TreeMap<>();
        long bucket = 0;
        for (Rollup rollup : rollups) {
            assertTrue(rollup.getBucketAtMs() >= bucket, "not in the order of time");
            bucket = rollup.getBucketAtMs();
            assertEquals(rollup.getChargeNanos(), rollup.getPriceNanos() + rollup.getFeeNanos());
            Map<String, Long> sums = new TreeMap<>();
            add(sums, rollup);
            String group =
                    String.join(
                            "|",
                            Long.toString(bucket),
                            rollup.getAccount(),
                            rollup.getKey(),
                            rollup.getService(),
                            rollup.getSubject());
            assertEquals(null, groups.put(group, sums), () -> "twice: " + group);
        }
        return groups;
    }

    private static Map<String, Map<String, Long>> sums(
            List<Piece> pieces, QueryRollupsRequest query) {
        long length = new long[] {60_000, 3_600_000, 86_400_000}[query.getGranularityValue() - 1];
        long from = query.getFromAtMs() / length * length;
        long to = query.getToAtMs() / length * length;
        List<GroupBy> by = query.getGroupByList();
        Map<String, Map<String, Long>> groups = new TreeMap<>();
        for (Piece piece : pieces) {
            UsageRecord of = piece.of;
            if (piece.atMs < from
                    || piece.atMs >= to
                    || (!query.getAccount().isEmpty()
                            && !query.getAccount().equals(of.getAccount()))
                    || (!query.getKey().isEmpty() && !query.getKey().equals(of.getKey()))
                    || (!query.getService().isEmpty()
                            && !query.getService().equals(of.getService()))
                    || (!query.getSubject().isEmpty()
                            && !query.getSubject().equals(of.getSubject()))) {
                continue;
            }
            String group =
                    String.join(
                            "|",
                            Long.toString(piece.atMs / length * length),
                            by.contains(GroupBy.GROUP_BY_ACCOUNT) ? of.getAccount() : "",
                            by.contains(GroupBy.GROUP_BY_KEY) ? of.getKey() : "",
                            by.contains(GroupBy.GROUP_BY_SERVICE) ? of.getService() : "",
                            by.contains(GroupBy.GROUP_BY_SUBJECT) ? of.getSubject() : "");
            add(groups.computeIfAbsent(group, key -> new TreeMap<>()), piece.sums);
        }
        return groups;
    }

    private static void add(Map<String, Long> sums, Rollup more) {
        sums.merge("calls", more.getCalls(), Long::sum);
        sums.merge("failed", more.getFailedCalls(), Long::sum);
        sums.merge("unrated", more.getUnratedCalls(), Long::sum);
        sums.merge("charge", more.getChargeNanos(), Long::sum);
        sums.merge("overrun", more.getOverrunNanos(), Long::sum);
        sums.merge("refunded", more.getRefundedNanos(), Long::sum);
        sums.merge("costed", more.getCostedCalls(), Long::sum);
        sums.merge("cost", more.getCostNanos(), Long::sum);
        sums.merge("costed charge", more.getCostedChargeNanos(), Long::sum);
        for (UnitCount unit : more.getUnitsList()) {
            if (unit.getCount() != 0) {
                sums.merge(unit.getUnit().name(), unit.getCount(), Long::sum);
            }
        }
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        try (TestBackend test = TestBackend.start(directory)) {
            QueryRollupsRequest good =
                    QueryRollupsRequest.newBuilder()
                            .setGranularity(Granularity.GRANULARITY_MINUTE)
                            .setFromAtMs(59_999)
                            .setToAtMs(60_000L * 100_001 - 1)
                            .build();
            assertEquals(0, usage(test).queryRollups(good).getRollupsCount());
            refused(test, "to_at_ms", good.toBuilder().setToAtMs(60_000L * 100_001));
            refused(test, "to_at_ms", good.toBuilder().setToAtMs(Long.MAX_VALUE));
            refused(test, "to_at_ms", good.toBuilder().setToAtMs(0));
            refused(test, "from_at_ms", good.toBuilder().setFromAtMs(-1));
            refused(test, "granularity", good.toBuilder().clearGranularity());
            refused(test, "granularity", good.toBuilder().setGranularityValue(4));
            refused(test, "group_by", good.toBuilder().addGroupBy(GroupBy.GROUP_BY_UNSPECIFIED));
            refused(test, "group_by", good.toBuilder().addGroupByValue(7));
            refused(
                    test,
                    "group_by",
                    good.toBuilder()
                            .addGroupBy(GroupBy.GROUP_BY_KEY)
                            .addGroupBy(GroupBy.GROUP_BY_KEY));
            refused(test, "zone", good.toBuilder().setZone("Mars/Base"));
            refused(test, "zone", good.toBuilder().setZone("x".repeat(61)));
            refused(test, "zone", good.toBuilder().setZone("+05:30:15"));
            refused(test, "zone", good.toBuilder().setZone("UTC+05:30"));
            QueryRollupsRequest.Builder late =
                    good.toBuilder()
                            .setGranularity(Granularity.GRANULARITY_DAY)
                            .setZone("Asia/Kolkata");
            refused(test, "to_at_ms", late.setToAtMs(Long.MAX_VALUE));
            refused(test, "from_at_ms", late.setFromAtMs(Long.MAX_VALUE));
            refused(test, "account", good.toBuilder().setAccount("Acme"));
            refused(test, "key", good.toBuilder().setKey("k"));
            refused(test, "service", good.toBuilder().setService("none"));
            refused(test, "subject", good.toBuilder().setSubject("x".repeat(101)));
            refused(
                    test,
                    "page.size",
                    good.toBuilder().setPage(PageRequest.newBuilder().setSize(-1)));
        }
    }

    private static void refused(
            TestBackend test, String field, QueryRollupsRequest.Builder request) {
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                field + ": ",
                () -> usage(test).queryRollups(request.build()));
    }
}
