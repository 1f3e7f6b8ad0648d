package io.weighbridge.backend.proxies.contract;

import static io.weighbridge.backend.proxies.contract.Chats.likely;
import static io.weighbridge.backend.testkit.model.Behaviours.events;
import static io.weighbridge.backend.testkit.model.ModelTexts.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.model.Behaviours;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Answers that come in parts.
public abstract class StreamContract {
    /// A stream whose length nothing states.
    protected static final String OPEN = "\"stream\":true";

    /// One of 50 tokens at most.
    protected static final String STREAM = OPEN + ",\"max_tokens\":50";

    private static final String ASKING = ",\"stream_options\":{\"include_usage\":true}";
    private static final String USAGE = ModelTexts.usage(9, 3);
    private static final int MOST = 1 << 20;

    /// Of the service and the proxy.
    @TempDir protected Path folder;

    /// Starts one.
    protected abstract ChatBench start(ModelServer.Behaviour behaviour, long creditTokens);

    private ChatBench start(ModelServer.Behaviour behaviour) {
        return start(behaviour, ChatBench.CREDIT);
    }

    /// Whether the proxy can end a stream only by breaking the connection off behind it.
    protected boolean isBrokenOffWhereCreditEnds() {
        return false;
    }

    @Test
    void passesTheStreamOnAndHidesTheUsageThatOnlyWeAskedFor() {
        String[] parts = {
            ModelTexts.chunk("Grüße"), ModelTexts.chunk(" 𝄞"), ModelTexts.stop(),
        };
        String[] all = Arrays.copyOf(parts, 5);
        all[3] = ModelTexts.usageChunk(USAGE);
        all[4] = ModelTexts.DONE;
        try (ChatBench bench = start(events(all))) {
            HttpResponse<String> hidden = bench.chat(STREAM);
            assertEquals(
                    "text/event-stream; charset=utf-8",
                    hidden.headers().firstValue("content-type").orElseThrow());
            assertEquals(stream(parts) + stream(ModelTexts.DONE), hidden.body());
            assertEquals(stream(all), bench.withoutAdditions(bench.chat(STREAM + ASKING).body()));
            assertTrue(bench.model.asked().getFirst().body().contains("\"include_usage\":true"));
            Settled once = bench.expected(Outcome.OK, 9, 3);
            assertEquals(List.of(once, once), bench.settled());
        }
    }

    /// The same bytes, cut at every place into two parts.
    @Test
    void isTheSameWhereverItIsCut() {
        byte[] whole =
                stream(ModelTexts.chunk("é𝄞"), ModelTexts.usageChunk(USAGE), ModelTexts.DONE)
                        .getBytes(StandardCharsets.UTF_8);
        String expected = stream(ModelTexts.chunk("é𝄞"), ModelTexts.DONE);
        try (ChatBench bench = start((_, _) -> {})) {
            for (int at = 1; at < whole.length; at++) {
                bench.model.behave(Behaviours.cut(whole, at));
                assertEquals(expected, bench.chat(STREAM).body(), "cut at " + at);
            }
            assertEquals(ChatBench.CREDIT - 12L * (whole.length - 1), bench.balanceAfterAll());
        }
    }

    @Test
    void eachPartComesAtOnce() throws IOException {
        CountDownLatch read = new CountDownLatch(1);
        ModelServer.Behaviour waiting =
                (_, reply) -> {
                    reply.stream();
                    reply.event(ModelTexts.chunk("a"));
                    Behaviours.await(read);
                    reply.event(ModelTexts.DONE);
                    reply.end();
                };
        try (ChatBench bench = start(waiting)) {
            String first = stream(ModelTexts.chunk("a"));
            try (InputStream in = bench.open(bench.chatting(STREAM)).body()) {
                assertEquals(
                        first, new String(in.readNBytes(first.length()), StandardCharsets.UTF_8));
                read.countDown();
                assertEquals(
                        stream(ModelTexts.DONE),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertEquals(List.of(bench.expected(Outcome.OK, likely(STREAM), 1)), bench.settled());
        }
    }

    @Test
    void usageIsWhatWasToldLastElseCounted() {
        List<ModelServer.Behaviour> told =
                List.of(
                        events(
                                ModelTexts.chunk("a", ModelTexts.usage(9, 1)),
                                ModelTexts.chunk("b", ModelTexts.usage(9, 2)),
                                ModelTexts.chunk("c", ModelTexts.usage(9, 3)),
                                ModelTexts.stop(),
                                ModelTexts.DONE),
                        // The final usage wins over what came before; but what was made stays made.
                        events(
                                ModelTexts.chunk("a", ModelTexts.usage(9, 7)),
                                ModelTexts.usageChunk(ModelTexts.usage(5, 0)),
                                ModelTexts.DONE),
                        // What came after the last that was told is not free.
                        events(
                                ModelTexts.chunk("a", ModelTexts.usage(9, 0)),
                                ModelTexts.chunk("b"),
                                ModelTexts.chunk("c"),
                                ModelTexts.stop(),
                                ModelTexts.DONE),
                        // Nothing told: counted.
                        events(
                                ModelTexts.chunk("a"),
                                ModelTexts.chunk("eleven more"),
                                ModelTexts.stop(),
                                ModelTexts.DONE),
                        events(ModelTexts.usageChunk(ModelTexts.usage(0, 0)), ModelTexts.DONE));
        try (ChatBench bench = start((_, _) -> {})) {
            for (ModelServer.Behaviour each : told) {
                bench.model.behave(each);
                bench.chat(STREAM);
            }
            assertEquals(
                    List.of(
                            bench.expected(Outcome.OK, 9, 3),
                            bench.expected(Outcome.OK, 5, 7),
                            bench.expected(Outcome.OK, 9, 2),
                            bench.expected(Outcome.OK, likely(STREAM), 3),
                            bench.expected(Outcome.OK, 0, 0)),
                    bench.settled());
        }
    }

    /// Two slices of 256 and a bit.
    @Test
    void endsAStreamInOrderWhereCreditEnds() {
        String open = OPEN + ASKING;
        long most = Chats.size(open).mostTokens();
        CountDownLatch gone = new CountDownLatch(1);
        ModelServer.Behaviour endless =
                Behaviours.telling(gone, Behaviours.endless(ModelTexts.chunk("a")));
        try (ChatBench bench = start(endless, most + 600)) {
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            boolean isBrokenOff = false;
            try (InputStream in = bench.open(bench.chatting(open)).body()) {
                for (int b = in.read(); b >= 0 && got.size() < MOST; b = in.read()) {
                    got.write(b);
                }
            } catch (IOException e) {
                isBrokenOff = true;
            }
            String body = got.toString(StandardCharsets.UTF_8);
            List<String> events = body.lines().filter(line -> !line.isEmpty()).toList();
            assertEquals(600 + 3, events.size(), body);
            assertEquals(
                    "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
                            + "\"model\":\"chat\",\"choices\":[{\"index\":0,\"delta\":{},"
                            + "\"logprobs\":null,\"finish_reason\":\"length\"}]}",
                    events.get(600));
            assertTrue(events.get(601).contains(ModelTexts.usage(likely(open), 600)));
            assertTrue(body.endsWith("\n\ndata: [DONE]\n\n"), body);
            assertEquals(isBrokenOffWhereCreditEnds(), isBrokenOff);
            Calls.await(gone);
            assertEquals(List.of(bench.expected(Outcome.OK, likely(open), 600)), bench.settled());
            assertTrue(bench.balanceTokens() >= 0);
        }
    }

    @Test
    void aClientThatLeavesEndsTheCallAtTheModelServer() throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        ModelServer.Behaviour endless =
                Behaviours.telling(gone, Behaviours.endless(ModelTexts.chunk("a")));
        try (ChatBench bench = start(endless)) {
            try (InputStream in = bench.open(bench.chatting(OPEN)).body()) {
                assertEquals('d', in.read());
            }
            Calls.await(gone);
            Settled settled = bench.settled().getFirst();
            assertEquals(Outcome.CLIENT_GONE.number(), settled.outcome());
            assertTrue(settled.charge() > likely(OPEN), settled::toString);
        }
    }

    @Test
    void aModelServerThatEndsBeforeTheEndIsChargedForWhatCame() {
        ModelServer.Behaviour half =
                (_, reply) -> {
                    reply.stream();
                    reply.event(ModelTexts.chunk("a"));
                    reply.event(ModelTexts.chunk("b"));
                    reply.part("data: {\"choi");
                    reply.end();
                };
        try (ChatBench bench = start(half)) {
            String body = bench.chat(OPEN).body();
            assertTrue(body.startsWith(stream(ModelTexts.chunk("a"), ModelTexts.chunk("b"))), body);
            assertTrue(body.contains("upstream_unavailable"), body);
            assertFalse(body.contains("[DONE]"), body);
            assertFalse(body.contains("choi\n"), body);
            // In good order, but before its own end.
            bench.model.behave(events(ModelTexts.chunk("a")));
            assertTrue(bench.chat(OPEN).body().contains("upstream_unavailable"));
            bench.model.behave(events("{\"error\":{\"message\":\"no\"}}"));
            assertEquals(stream("{\"error\":{\"message\":\"no\"}}"), bench.chat(OPEN).body());
            assertEquals(
                    List.of(
                            // The part that broke off was made as well.
                            bench.expected(Outcome.UPSTREAM_ERROR, likely(OPEN), 3),
                            bench.expected(Outcome.UPSTREAM_ERROR, likely(OPEN), 1)),
                    bench.settled());
        }
    }
}
