package io.weighbridge.backend.proxies.mcp;

import static io.weighbridge.backend.proxies.mcp.ToolBench.CALL;
import static io.weighbridge.backend.proxies.mcp.ToolBench.DEEP;
import static io.weighbridge.backend.proxies.mcp.ToolBench.SUNNY;
import static io.weighbridge.backend.proxies.mcp.ToolBench.calling;
import static io.weighbridge.backend.proxies.mcp.ToolBench.header;
import static io.weighbridge.backend.proxies.mcp.ToolBench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.SubjectTable;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.Granularity;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.QueryRollupsRequest;
import io.weighbridge.proto.v1.Rollup;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A run is one bill with parts.
final class RunsTest {
    private static final String PARENT = "x-weighbridge-parent";
    private static final String ID = "x-weighbridge-request-id";
    private static final String TAG = "weighbridge.run";
    private static final long CHAT = 13;

    @TempDir Path folder;

    private static String made(ToolBench bench, HttpRequest.Builder request, String parent) {
        HttpResponse<String> response = bench.send(request.header(PARENT, parent));
        assertEquals(200, response.statusCode(), response.body());
        return header(response, ID);
    }

    private static HttpRequest.Builder tool(ToolBench bench, String name) {
        return bench.message("search", calling(name, "7"));
    }

    @Test
    void aRunIsOneBillWithParts() {
        try (ToolBench bench = ToolBench.start(folder, SUNNY)) {
            String root = made(bench, bench.chatting(""), "new");
            String first = made(bench, tool(bench, "web"), root);
            String deep = made(bench, tool(bench, "deep"), root);
            String child = made(bench, bench.chatting(""), deep);
            bench.chat("");
            bench.call("web");
            bench.awaitNoHolds();
            var usage = UsageGrpc.newBlockingStub(bench.test.channel());
            String account = IdKind.ACCOUNT.format(bench.account.id());
            long now = System.currentTimeMillis();
            List<Rollup> bill =
                    usage.queryRollups(
                                    QueryRollupsRequest.newBuilder()
                                            .setGranularity(Granularity.GRANULARITY_DAY)
                                            .setFromAtMs(now - Duration.ofDays(2).toMillis())
                                            .setToAtMs(now + Duration.ofDays(2).toMillis())
                                            .setAccount(account)
                                            .setTagKey(TAG)
                                            .setTag(root)
                                            .build())
                            .getRollupsList();
            long nanos = bill.stream().mapToLong(each -> each.getChargeNanos()).sum();
            assertEquals((CHAT + CALL + DEEP + CHAT) * Calls.TOKEN, nanos);
            List<UsageRecord> parts =
                    usage.listRecords(
                                    ListRecordsRequest.newBuilder()
                                            .setAccount(account)
                                            .setTagKey(TAG)
                                            .setTag(root)
                                            .build())
                            .getRecordsList();
            assertEquals(
                    List.of(child, deep, first, root),
                    parts.stream().map(each -> each.getId()).toList());
            assertEquals(
                    List.of(Map.of(TAG, root, "weighbridge.parent", deep), Map.of(TAG, root)),
                    List.of(tags(parts.getFirst()), tags(parts.getLast())));
        }
    }

    /// Its record comes into SQL later, however long that takes.
    @Test
    @Timeout(60)
    void aParentThatHasJustEndedIsOne() throws SQLException {
        try (ToolBench bench = ToolBench.start(folder, Behaviours.events(result("7", "")))) {
            String root = made(bench, bench.chatting(""), "new");
            bench.awaitNoHolds();
            bench.test.backend().ledger().awaitFolded();
            Path file = folder.resolve("data").resolve(Database.FILE_NAME);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                other.createStatement().execute("BEGIN EXCLUSIVE");
                String first = made(bench, tool(bench, "web"), root);
                bench.awaitNoHolds();
                var _ = made(bench, bench.chatting(""), first);
                other.createStatement().execute("ROLLBACK");
            }
            assertEquals(List.of(CHAT, CALL, CHAT), bench.charges());
        }
    }

    private static Map<String, String> tags(UsageRecord record) {
        Map<String, String> tags = new HashMap<>();
        record.getTagsList().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    @Test
    void aParentIsOfTheSameAccount() {
        try (ToolBench bench =
                ToolBench.start(
                        folder,
                        SUNNY,
                        ToolBench.CREDIT,
                        Map.of(GatewayTable.CLIENT_TAGS, "true"))) {
            String own = made(bench, bench.chatting(""), "new");
            String other =
                    bench.test.key(bench.test.account("Other", 1_000 * Calls.TOKEN)).secret();
            HttpRequest.Builder foreign =
                    HttpCaller.post(bench.to("/mcp/search"), other, calling("web", "7"));
            assertEquals(400, bench.send(foreign.header(PARENT, own)).statusCode());
            for (String wrong : List.of("x", own + "0", own.replace(own.charAt(30), 'z'), "New")) {
                assertEquals(
                        400, bench.send(tool(bench, "web").header(PARENT, wrong)).statusCode());
                assertEquals(
                        400, bench.send(bench.chatting("").header(PARENT, wrong)).statusCode());
            }
            assertEquals(
                    400,
                    bench.send(bench.chatting("").header(PARENT, own).header(PARENT, own))
                            .statusCode());
            HttpRequest.Builder forged =
                    bench.chatting("").header("x-weighbridge-tags", TAG + "=" + own);
            assertEquals(400, bench.send(forged).statusCode());
            assertEquals(List.of(CHAT), bench.charges());
            // Another key of the same account goes on with it.
            String second = bench.test.key(bench.account).secret();
            HttpRequest.Builder same =
                    HttpCaller.post(bench.to("/mcp/search"), second, calling("web", "7"));
            assertEquals(200, bench.send(same.header(PARENT, own)).statusCode());
        }
    }

    @Test
    void toolsAndModelsAreForTheSameSubject() {
        Map<Setting<?>, String> settings =
                Map.of(SubjectTable.FROM, "header:x-openwebui-user-id field:user");
        try (ToolBench bench = ToolBench.start(folder, SUNNY, ToolBench.CREDIT, settings)) {
            bench.send(bench.chatting("").header("x-openwebui-user-id", "anna"));
            bench.send(tool(bench, "web").header("x-openwebui-user-id", "anna"));
            bench.send(tool(bench, "web"));
            bench.awaitNoHolds();
            bench.test.backend().ledger().atBarrier(() -> {});
            assertEquals(
                    List.of("anna", "anna", ""),
                    SettledCalls.rows(
                            folder.resolve("data"),
                            "SELECT subject FROM usage_record ORDER BY sequence",
                            row -> row.getString(1)));
            assertFalse(bench.tools.asked().toString().contains("anna"));
        }
    }
}
