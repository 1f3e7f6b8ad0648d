package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.ForwardAuthTable;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.model.Outcome;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.SettleBatchReply;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What calls used, told afterwards.
final class UsageReportTest {
    @TempDir Path folder;

    private static String code(JsonNode item) {
        return item.path("error").path("code").asText();
    }

    @Test
    void eachItemHasItsOwnAnswer() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String used = bench.hold();
            String failed = bench.hold();
            HttpResponse<String> response =
                    bench.report(
                            ForwardAuthBench.used(used, 9, 4),
                            "{\"hold_id\":\"forged\",\"outcome\":\"ok\"}",
                            "{\"hold_id\":\"" + failed + "\",\"outcome\":\"not_served\"}",
                            "7",
                            "{\"hold_id\":\"" + used + "\",\"outcome\":\"ok\",\"unit\":{}}",
                            "{\"hold_id\":\"" + used + "\",\"outcome\":\"gone\"}",
                            "{\"hold_id\":\"" + used + "\",\"outcome\":\"ok\",\"units\":{\"x\":1}}",
                            "{\"outcome\":\"ok\"}");
            assertEquals(200, response.statusCode(), response.body());
            List<JsonNode> items = ForwardAuthBench.items(response);
            assertEquals(8, items.size());
            assertEquals("settled", items.get(0).path("result").asText());
            assertEquals(13 * Calls.TOKEN, items.get(0).path("charge_nanos").asLong());
            assertEquals("HOLD_FORGED", code(items.get(1)));
            assertEquals("released", items.get(2).path("result").asText());
            for (int wrong : List.of(3, 4, 5, 7)) {
                assertEquals("INVALID_FIELD", code(items.get(wrong)), response.body());
                assertFalse(items.get(wrong).path("error").path("retry").asBoolean(true));
            }
            assertEquals("INVALID_UNITS", code(items.get(6)));
            assertEquals(List.of(ForwardAuthBench.settled(Outcome.OK, 9, 4)), bench.settled());
            assertEquals(0, bench.heldTokens());
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {"1.0", "1.5", "-1", "\"1\"", "1e3", "9223372036854775808", "true", "[1]"},
            delimiter = '|')
    void countsAreWholeNumbers(String count) {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String item =
                    "{\"hold_id\":\""
                            + bench.hold()
                            + "\",\"outcome\":\"ok\",\"units\":{\"input_tokens\":"
                            + count
                            + "}}";
            assertEquals(
                    "INVALID_FIELD",
                    code(ForwardAuthBench.items(bench.report(item)).getFirst()),
                    count);
            assertEquals(ForwardAuthBench.HELD, bench.heldTokens());
        }
    }

    @Test
    void aReportThatComesTwiceChargesOnce() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String item = ForwardAuthBench.used(bench.hold(), 9, 4);
            List<JsonNode> twice = ForwardAuthBench.items(bench.report(item, item));
            assertFalse(twice.get(0).path("repeated").asBoolean(true));
            assertTrue(twice.get(1).path("repeated").asBoolean(false), twice::toString);
            JsonNode again = ForwardAuthBench.items(bench.report(item)).getFirst();
            assertTrue(again.path("repeated").asBoolean(false), again::toString);
            assertEquals(
                    List.of(16, 16),
                    Calls.atOnce(
                                    2,
                                    _ -> {
                                        List<String> many = new ArrayList<>();
                                        for (int i = 0; i < 16; i++) {
                                            many.add(item);
                                        }
                                        return bench.report(many.toArray(String[]::new));
                                    })
                            .stream()
                            .map(answer -> ForwardAuthBench.items(answer).size())
                            .toList());
            assertEquals(
                    "SETTLED_DIFFERENTLY",
                    code(
                            ForwardAuthBench.items(
                                            bench.report(
                                                    item.replace("_tokens\":4", "_tokens\":5")))
                                    .getFirst()));
            assertEquals(List.of(ForwardAuthBench.settled(Outcome.OK, 9, 4)), bench.settled());
            assertEquals(ForwardAuthBench.CREDIT - 13, bench.balanceTokens());
        }
    }

    /// How it was counted is kept, and is no part of whether a report is the same.
    @Test
    void whatWasEstimatedIsSaidInItsRecordAndOnAnyDay() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String item = ForwardAuthBench.used(bench.hold(), 9, 4);
            String estimated = item.replace("\"outcome\"", "\"estimated_by\":\"me\",\"outcome\"");
            for (String one : List.of(estimated, item)) {
                JsonNode answer = ForwardAuthBench.items(bench.report(one)).getFirst();
                assertEquals("settled", answer.path("result").asText(), answer::toString);
                assertEquals(one.equals(item), answer.path("repeated").asBoolean());
            }
            assertEquals(
                    "INVALID_FIELD",
                    code(
                            ForwardAuthBench.items(
                                            bench.report(estimated.replace("me", "m".repeat(101))))
                                    .getFirst()));
            UsageRecord record =
                    UsageGrpc.newBlockingStub(bench.test.channel())
                            .listRecords(ListRecordsRequest.getDefaultInstance())
                            .getRecords(0);
            assertEquals("me", record.getEstimatedBy());
        }
    }

    @Test
    void theRequestIdIsEnoughWhileTheHoldIsOpen() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            HttpResponse<String> admitted = bench.send(bench.question("caddy"));
            String id = ForwardAuthBench.header(admitted, "x-weighbridge-request-id");
            String item =
                    "{\"request_id\":\""
                            + id
                            + "\",\"outcome\":\"client_gone\",\"units\":{\"input_tokens\":2},"
                            + "\"model\":\"other\"}";
            JsonNode first = ForwardAuthBench.items(bench.report(item)).getFirst();
            assertEquals(id, first.path("request_id").asText(), first::toString);
            assertTrue(first.path("model_differs").asBoolean());
            assertTrue(
                    ForwardAuthBench.items(bench.report(item))
                            .getFirst()
                            .path("repeated")
                            .asBoolean());
            assertEquals(
                    List.of(new Settled(2, "input_tokens=2", 2, ForwardAuthBench.PROXY)),
                    bench.settled());
        }
    }

    @Test
    void theSameOverGrpc() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String hold = bench.hold();
            SettleBatchReply reply =
                    bench.test
                            .gate(ForwardAuthBench.PROXY)
                            .settleBatch(
                                    SettleBatchRequest.newBuilder()
                                            .addSettles(Calls.settle(hold, 9, 4))
                                            .build());
            assertTrue(reply.getItems(0).hasSettled(), reply::toString);
            assertTrue(
                    ForwardAuthBench.items(bench.report(ForwardAuthBench.used(hold, 9, 4)))
                            .getFirst()
                            .path("repeated")
                            .asBoolean());
        }
    }

    @Test
    void onlyTheProxysCredentialMayReport() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String item = ForwardAuthBench.used(bench.hold(), 9, 4);
            String body = "[" + item + "]";
            assertEquals(401, bench.reportBy("nonsense", body).statusCode());
            assertEquals(401, bench.reportBy(bench.key, body).statusCode());
            String operator = bench.test.tokens().operator(Role.ADMIN);
            assertEquals(403, bench.reportBy(operator, body).statusCode());
            String other = bench.test.tokens().proxy("other");
            assertEquals(
                    "HOLD_OF_ANOTHER_PROXY",
                    code(ForwardAuthBench.items(bench.reportBy(other, body)).getFirst()));
            assertEquals(List.of(), bench.settled());
            assertEquals(ForwardAuthBench.HELD, bench.heldTokens());
        }
    }

    @Test
    void everythingHasALimit() {
        try (ForwardAuthBench bench =
                ForwardAuthBench.start(folder, Map.of(ForwardAuthTable.REPORT_MAX_KIB, "2"))) {
            String item = ForwardAuthBench.used(bench.hold(), 9, 4);
            String long_ = "[" + item + " ".repeat(2_048) + "]";
            assertEquals(413, bench.reportBy(bench.credential, long_).statusCode());
            String longer = "[" + item + " ".repeat(2 << 20) + "]";
            assertEquals(413, bench.reportBy(bench.credential, longer).statusCode());
            assertEquals(401, bench.reportBy("nobody", longer).statusCode());
            for (String wrong :
                    List.of("", "{}", "[]", "[", "[" + item + "]x", "[{\"a\":1,\"a\":2}]")) {
                assertEquals(400, bench.reportBy(bench.credential, wrong).statusCode(), wrong);
            }
            assertEquals(
                    400,
                    bench.reportBy(bench.credential, "[" + "7,".repeat(1_000) + "7]").statusCode());
            assertEquals(200, bench.reportBy(bench.credential, "[7]").statusCode());
            assertEquals(List.of(), bench.settled());
            assertEquals(200, bench.report(item).statusCode());
            assertEquals(1, bench.settled().size());
        }
    }

    @Test
    void anotherModelIsSaidAndChargedAsHeld() {
        try (ForwardAuthBench bench =
                ForwardAuthBench.start(
                        folder,
                        Map.of(ConfigTable.HTTP_PORT, "0", ConfigTable.HTTP_ENABLED, "true"))) {
            for (Map.Entry<String, Boolean> told :
                    Map.of("chat", false, "chat-2026", false, "big", true).entrySet()) {
                String item =
                        ForwardAuthBench.used(bench.hold(), 9, 4)
                                .replace(
                                        "\"outcome\"",
                                        "\"model\":\"" + told.getKey() + "\",\"outcome\"");
                JsonNode answer = ForwardAuthBench.items(bench.report(item)).getFirst();
                assertEquals(
                        told.getValue(), answer.path("model_differs").asBoolean(), told.getKey());
                assertEquals(13 * Calls.TOKEN, answer.path("charge_nanos").asLong());
                assertEquals(200, bench.report(item).statusCode());
            }
            SettleRequest.Builder told = Calls.settle(bench.hold(), 9, 4).setModel("big");
            for (int i = 0; i < 2; i++) {
                assertTrue(
                        bench.test
                                .gate(ForwardAuthBench.PROXY)
                                .settle(told.build())
                                .getModelDiffers());
            }
            // A call counts once, however often it is told.
            int port = bench.test.backend().httpPort().orElseThrow();
            URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
            String text = bench.send(HttpRequest.newBuilder(metrics)).body();
            assertTrue(text.contains("\nweighbridge_settle_model_differs_total 2.0\n"), text);
        }
    }

    /// It informs only: what was served is charged.
    @Test
    void aModelThatCannotBeOneIsTakenAsNotTold() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder, Map.of())) {
            for (String model : List.of("a\tb", "m".repeat(301))) {
                SettleRequest told = Calls.settle(bench.hold(), 9, 4).setModel(model).build();
                SettleReply settled = bench.test.gate(ForwardAuthBench.PROXY).settle(told);
                assertEquals(13 * Calls.TOKEN, settled.getChargeNanos());
                assertFalse(settled.getModelDiffers());
            }
        }
    }

    @Test
    void whatNobodyReportsEndsByThePolicy() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String hold = bench.hold();
            bench.expire();
            assertEquals(
                    List.of(
                            new Settled(
                                    4,
                                    "input_tokens=" + ForwardAuthBench.HELD_INPUT,
                                    ForwardAuthBench.HELD_INPUT,
                                    ForwardAuthBench.PROXY)),
                    bench.settled());
            JsonNode late =
                    ForwardAuthBench.items(bench.report(ForwardAuthBench.used(hold, 9, 4)))
                            .getFirst();
            assertEquals("unrated", late.path("result").asText());
            assertFalse(late.path("repeated").asBoolean());
            JsonNode again =
                    ForwardAuthBench.items(bench.report(ForwardAuthBench.used(hold, 9, 4)))
                            .getFirst();
            assertTrue(again.path("repeated").asBoolean());
            assertEquals(late.path("request_id"), again.path("request_id"));
            assertEquals(2, bench.settled().size());
            assertEquals(0, bench.settled().getLast().charge());
        }
    }

    @Test
    void whatExpiredFreeOfChargeIsChargedWhenItIsReportedAfterAll() {
        try (ForwardAuthBench bench =
                ForwardAuthBench.start(
                        folder, Map.of(), VanishedPolicy.BILL_NOTHING, ForwardAuthBench.CREDIT)) {
            String hold = bench.hold();
            bench.expire();
            assertEquals(List.of(), bench.settled());
            String item = ForwardAuthBench.used(hold, 9, 4);
            assertEquals(
                    "settled",
                    ForwardAuthBench.items(bench.report(item)).getFirst().path("result").asText());
            assertTrue(
                    ForwardAuthBench.items(bench.report(item))
                            .getFirst()
                            .path("repeated")
                            .asBoolean());
            assertEquals(List.of(ForwardAuthBench.settled(Outcome.OK, 9, 4)), bench.settled());
        }
    }

    @Test
    void usageThatIsNotToldIsNotFree() {
        try (ForwardAuthBench bench = ForwardAuthBench.start(folder)) {
            String item = "{\"hold_id\":\"" + bench.hold() + "\",\"outcome\":\"ok\"}";
            assertEquals(
                    "unrated",
                    ForwardAuthBench.items(bench.report(item)).getFirst().path("result").asText());
        }
    }
}
