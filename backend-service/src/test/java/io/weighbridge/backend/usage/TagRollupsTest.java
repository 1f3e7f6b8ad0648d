package io.weighbridge.backend.usage;

import static io.weighbridge.backend.usage.UsageKit.assertError;
import static io.weighbridge.backend.usage.UsageKit.records;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.cli.Commands;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.GroupBy;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.QueryRollupsReply;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// Sums by tag over gRPC, from traffic of all kinds.
final class TagRollupsTest {
    private static final String VALUE = "a=b c";

    @TempDir Path directory;
    private final MovingTime time = new MovingTime();

    private TestBackend start(String tagKeys) {
        return TestBackend.start(
                Config.of(directory).withPort(0).with(ConfigTable.USAGE_TAG_KEYS, tagKeys), time);
    }

    private QueryRollupsRequest.Builder query() {
        return QueryRollupsRequest.newBuilder()
                .setGranularity(Granularity.GRANULARITY_DAY)
                .setToAtMs(time.wallMs() + Duration.ofDays(1).toMillis())
                .setFromAtMs(time.wallMs() - Duration.ofDays(300).toMillis())
                .addGroupBy(GroupBy.GROUP_BY_TAG)
                .setTagKey("team");
    }

    @Test
    void shouldSumWhatTheRecordsWithATagSayAndProveIt() {
        try (TestBackend test = start("team")) {
            UsageTraffic traffic = new UsageTraffic(test, time, 31);
            traffic.run(150);
            ListRecordsRequest tagged =
                    ListRecordsRequest.newBuilder().setTagKey("team").setTag(VALUE).build();
            List<UsageRecord> records = records(test, tagged, 40);
            assertTrue(records.size() > 30);
            QueryRollupsReply reply = usage(test).queryRollups(query().build());
            assertEquals(List.of("team"), reply.getTagKeysList());
            long calls = 0;
            long charged = 0;
            long refunded = 0;
            for (Rollup rollup : reply.getRollupsList()) {
                assertEquals(VALUE, rollup.getTag());
                calls += rollup.getCalls();
                charged += rollup.getChargeNanos();
                refunded += rollup.getRefundedNanos();
            }
            assertEquals(records.size(), calls);
            assertEquals(
                    records.stream()
                            .mapToLong(one -> one.getChargeNanos() + one.getRatedChargeNanos())
                            .sum(),
                    charged);
            assertEquals(records.stream().mapToLong(UsageRecord::getRefundedNanos).sum(), refunded);
            assertTrue(refunded > 0);
            assertEquals(
                    reply.getRollupsList().stream()
                            .map(one -> one.toBuilder().clearTag().build())
                            .toList(),
                    usage(test)
                            .queryRollups(query().clearGroupBy().setTag(VALUE).build())
                            .getRollupsList());
            assertEquals(
                    0, usage(test).queryRollups(query().setTag("none").build()).getRollupsCount());
        }
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
        assertTrue(rebuild().contains("The old sums were right."));
        damage("UPDATE rollup_tag SET charge_nanos = charge_nanos + 4 WHERE granularity = 3");
        List<String> problems = LedgerCheck.of(directory).problems();
        assertTrue(
                problems.stream().anyMatch(line -> line.contains("rollups of tag team by day")),
                problems::toString);
        assertTrue(rebuild().contains("The old sums were not right"));
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
        try (TestBackend test = start("")) {
            assertEquals(
                    0,
                    usage(test)
                            .queryRollups(query().clearGroupBy().clearTagKey().build())
                            .getTagKeysCount());
            refused(test, "tag_key: team (expected: nothing by tag: ", query());
        }
        assertEquals(List.of(), LedgerCheck.of(directory).problems());
    }

    private String rebuild() {
        StringWriter text = new StringWriter();
        int status =
                Commands.commandLine()
                        .setOut(new PrintWriter(text))
                        .setErr(new PrintWriter(text))
                        .execute("rebuild-rollups", "--data", directory.toString());
        assertEquals(0, status, text::toString);
        return text.toString();
    }

    private void damage(String sql) {
        try (Database database = Database.open(directory)) {
            var _ =
                    database.write(
                            connection -> {
                                try (var statement = connection.createStatement()) {
                                    return statement.executeUpdate(sql);
                                }
                            });
        }
    }

    @Test
    void shouldNameTheFieldThatCannotGoWithTags() {
        try (TestBackend test = start("team run")) {
            var chat = Objects.requireNonNull(test.service("chat"));
            var key = test.key(test.account("Acme", 1_000));
            assertEquals(0, usage(test).queryRollups(query().build()).getRollupsCount());
            refused(test, "tag_key: x (expected: one of ", query().setTagKey("x"));
            refused(test, "tag_key: ", query().clearTagKey());
            refused(test, "tag_key: ", query().clearGroupBy());
            refused(test, "tag_key: ", query().clearGroupBy().clearTagKey().setTag("a"));
            refused(test, "tag: ", query().setTag("x".repeat(101)));
            refused(
                    test,
                    "granularity: ",
                    query().setGranularity(Granularity.GRANULARITY_MINUTE)
                            .setFromAtMs(time.wallMs()));
            refused(test, "group_by: ", query().addGroupBy(GroupBy.GROUP_BY_KEY));
            refused(test, "group_by: ", query().addGroupBy(GroupBy.GROUP_BY_SUBJECT));
            refused(
                    test,
                    "key: ",
                    query().setKey(io.weighbridge.model.IdKind.KEY.format(key.key().id())));
            refused(test, "service: ", query().setService(chat.name()));
            refused(test, "subject: ", query().setSubject("ann"));
            assertError(
                    Status.Code.INVALID_ARGUMENT,
                    "INVALID_FIELD",
                    "tag_key: ",
                    () ->
                            usage(test)
                                    .listRecords(
                                            ListRecordsRequest.newBuilder().setTag("a").build()));
        }
    }

    private static void refused(
            TestBackend test, String text, QueryRollupsRequest.Builder request) {
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                text,
                () -> usage(test).queryRollups(request.build()));
    }
}
