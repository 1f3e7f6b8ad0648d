package io.weighbridge.backend.proxies.openai;

import static io.weighbridge.backend.testkit.model.Behaviours.HELLO;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ConfigTable;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What clients are told of their charge, and what they tell of their calls.
final class GatewayReceiptsTest {
    private static final String ASKING =
            "\"stream\":true,\"stream_options\":{\"include_usage\":true}";

    @TempDir Path folder;

    private static String money(long tokens) {
        return BigDecimal.valueOf(tokens * Calls.TOKEN, 9).toPlainString();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue("x-weighbridge-" + name).orElse("none");
    }

    private static String receipt(long cost, long left) {
        return ",\"weighbridge\":{\"cost\":\""
                + money(cost)
                + "\",\"currency\":\"EUR\",\"balance\":\""
                + money(left)
                + "\",\"available\":\""
                + money(left)
                + "\"}}\n\n";
    }

    private GatewayBench start(ModelServer.Behaviour behaviour, long credit) {
        return GatewayBench.start(folder, behaviour, credit, Map.of(ConfigTable.CURRENCY, "EUR"));
    }

    @Test
    void aPlainAnswerTellsItsCostAndWhatIsLeft() {
        try (GatewayBench bench = start(HELLO, 1_000)) {
            for (int call = 1; call <= 3; call++) {
                HttpResponse<String> response = bench.chat("\"max_tokens\":10");
                assertEquals(money(13), header(response, "cost"));
                assertEquals("EUR", header(response, "currency"));
                assertEquals(money(1_000 - 13 * call), header(response, "balance"));
                assertEquals(money(1_000 - 13 * call), header(response, "available"));
                // It was durable before the client could read it.
                assertEquals(1_000 - 13 * call, bench.balanceTokens());
            }
            assertEquals(3, bench.settled().size());
        }
    }

    @Test
    void aStreamTellsItInTheUsageAndNowhereElse() {
        ModelServer.Behaviour stream =
                (_, reply) -> {
                    reply.stream();
                    reply.event(ModelTexts.chunk("a"));
                    reply.event(ModelTexts.stop());
                    reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, 1)));
                    reply.event(ModelTexts.DONE);
                    reply.end();
                };
        try (GatewayBench bench = start(stream, 1_000)) {
            String told = bench.chat(ASKING).body();
            String usage = ModelTexts.usageChunk(ModelTexts.usage(9, 1));
            String head = usage.substring(0, usage.length() - 1);
            assertTrue(
                    told.endsWith("data: " + head + receipt(10, 990) + "data: [DONE]\n\n"), told);
            assertEquals(1, told.split("weighbridge", -1).length - 1);
            HttpResponse<String> silent = bench.chat("\"stream\":true");
            assertFalse(silent.body().contains("weighbridge"), silent::body);
            assertEquals("none", header(silent, "cost"));
        }
    }

    /// As LiteLLM and others write it: in a part of an answer, be it the one that ends it.
    @Test
    void aStreamTellsItWhereverTheUsageIsLast() {
        String usage = ModelTexts.usage(9, 1);
        String beside =
                ModelTexts.usageChunk(usage)
                        .replace("\"choices\":[]", "\"choices\":[{\"index\":0,\"delta\":{}}]");
        String within =
                ModelTexts.stop().substring(0, ModelTexts.stop().length() - 1)
                        + ",\"usage\":"
                        + usage
                        + "}";
        List.of(beside, within)
                .forEach(
                        last -> {
                            ModelServer.Behaviour stream =
                                    (_, reply) -> {
                                        reply.stream();
                                        reply.event(ModelTexts.chunk("a", usage));
                                        reply.event(ModelTexts.stop());
                                        reply.event(last);
                                        reply.event(ModelTexts.DONE);
                                        reply.end();
                                    };
                            Path place = folder.resolve(last.equals(beside) ? "a" : "b");
                            try (GatewayBench bench =
                                    GatewayBench.start(
                                            place,
                                            stream,
                                            1_000,
                                            Map.of(ConfigTable.CURRENCY, "EUR"))) {
                                String told = bench.chat(ASKING).body();
                                String head = last.substring(0, last.length() - 1);
                                assertTrue(
                                        told.endsWith(head + receipt(10, 990) + "data: [DONE]\n\n"),
                                        told);
                                assertEquals(1, told.split("weighbridge", -1).length - 1);
                            }
                        });
    }

    @Test
    void aStreamThatCreditEndsTellsItToo() {
        ModelServer.Behaviour endless =
                (_, reply) -> {
                    reply.stream();
                    for (int i = 0; i < 10_000; i++) {
                        reply.event(ModelTexts.chunk("a"));
                    }
                    reply.end();
                };
        long credit = Chats.size(ASKING).mostTokens() + 300;
        try (GatewayBench bench = start(endless, credit)) {
            String told = bench.chat(ASKING).body();
            assertTrue(told.contains("\"finish_reason\":\"length\""), told);
            long left = bench.balanceAfterAll();
            assertTrue(told.endsWith(receipt(credit - left, left) + "data: [DONE]\n\n"), told);
        }
    }

    @Test
    void usageThatOthersFollowStaysWhereItIs() {
        ModelServer.Behaviour stream =
                (_, reply) -> {
                    reply.stream();
                    reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, 0)));
                    reply.event(ModelTexts.chunk("a"));
                    reply.event(ModelTexts.stop());
                    reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, 1)));
                    reply.part(": the end\n\n");
                    reply.event(ModelTexts.DONE);
                    reply.end();
                };
        try (GatewayBench bench = start(stream, 1_000)) {
            String told = bench.chat(ASKING).body();
            assertTrue(
                    told.startsWith("data: " + ModelTexts.usageChunk(ModelTexts.usage(9, 0))),
                    told);
            String end = ModelTexts.usageChunk(ModelTexts.usage(9, 1)) + "\n\n: the end\n\n";
            assertTrue(told.endsWith("data: " + end + "data: [DONE]\n\n"), told);
        }
    }

    /// It is charged before it is written, and a client may take its time.
    @Test
    void aStopWaitsForAnAnswerThatIsCharged() throws IOException, InterruptedException {
        String answer = ModelTexts.answer("a".repeat(12 << 20), ModelTexts.usage(9, 4));
        GatewayBench bench = GatewayBench.start(folder, (_, reply) -> reply.json(200, answer));
        Thread stopping = Thread.ofPlatform().unstarted(bench.test::close);
        HttpResponse<InputStream> response = bench.open(bench.chatting(""));
        try (InputStream in = response.body()) {
            assertEquals(money(13), response.headers().firstValue("x-weighbridge-cost").get());
            stopping.start();
            Calls.await("it takes no more", () -> bench.chat("").statusCode() == 503);
            assertEquals(answer.length(), in.readAllBytes().length);
        }
        stopping.join();
        bench.model.close();
    }

    @Test
    void tellsOnlyWhatTheOperatorAllows() {
        Map<String, String> expected = Map.of("none", "none none", "cost", money(13) + " none");
        expected.forEach(
                (setting, told) -> {
                    try (GatewayBench bench =
                            GatewayBench.start(
                                    folder.resolve(setting),
                                    HELLO,
                                    1_000,
                                    Map.of(GatewayTable.RECEIPTS, setting))) {
                        HttpResponse<String> response = bench.chat("");
                        assertEquals(
                                told, header(response, "cost") + " " + header(response, "balance"));
                    }
                });
    }

    @Test
    void tagsOfAClientCountWhereTheOperatorAllowsThem() {
        String tagged = "x-weighbridge-tags";
        try (GatewayBench bench =
                GatewayBench.start(
                        folder.resolve("yes"),
                        HELLO,
                        1_000,
                        Map.of(GatewayTable.CLIENT_TAGS, "true"))) {
            String body = Chats.body("");
            bench.send(
                    bench.post("/v1/chat/completions", body)
                            .header(tagged, "feature=search, team=a b"));
            assertEquals("feature=search\nteam=a b", bench.tagsOfLast());
            HttpResponse<String> wrong =
                    bench.send(
                            bench.post("/v1/chat/completions", body).header(tagged, "Feature=x"));
            assertEquals(400, wrong.statusCode());
            assertFalse(bench.model.asked().getFirst().all().contains(tagged));
        }
        try (GatewayBench bench = GatewayBench.start(folder.resolve("no"), HELLO)) {
            bench.send(bench.chatting("").header(tagged, "feature=search"));
            assertEquals("", bench.tagsOfLast());
        }
    }
}
