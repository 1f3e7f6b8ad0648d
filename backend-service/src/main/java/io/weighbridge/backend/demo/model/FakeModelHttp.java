package io.weighbridge.backend.demo.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.platform.http.ListeningHttp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A model server on a free port of this machine: chats, streamed or not, and embeddings.
public final class FakeModelHttp implements AutoCloseable {
    // Of a stream: more tokens come together in a longer one.
    private static final long PARTS_MAX = 32;
    private static final String DCGM = "/simulated/dcgm/metrics";
    private static final String VLLM = "/simulated/vllm/metrics";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebServer server;

    private FakeModelHttp(WebServer server) {
        this.server = server;
    }

    /// Starts one.
    ///
    /// @param pause waits so many nanoseconds, or less when the demo is to end
    /// @param gpu computes the answers
    public static FakeModelHttp start(LongConsumer pause, FakeGpu gpu) {
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .post("/v1/chat/completions", (asked, to) -> chat(asked, to, pause, gpu))
                        .post("/v1/embeddings", (asked, to) -> embedding(asked, to, pause))
                        .get(DCGM, (_, to) -> metrics(to, gpu.dcgm()))
                        .get(VLLM, (_, to) -> metrics(to, gpu.vllm()));
        return new FakeModelHttp(
                ListeningHttp.start(
                        ListeningHttp.at(
                                        "demo",
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        Optional.empty())
                                .routing(routing)
                                .maxPayloadSize(-1)));
    }

    /// Its base URL.
    public String url() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    /// Where it says what its GPU does, as the setting `compute.exporters` names it.
    public String exporters() {
        String host = "http://127.0.0.1:" + server.port();
        return "dcgm=" + host + DCGM + " vllm=" + host + VLLM;
    }

    private static void metrics(ServerResponse to, String page) {
        to.headers().add(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        to.send(page);
    }

    private static JsonNode read(ServerRequest asked) throws IOException {
        return JSON.readTree(asked.content().inputStream());
    }

    private static FakeAnswer answer(JsonNode request) {
        Wish wish = Wish.of(request);
        long wanted = request.path(Wish.FIELD).path("output").asLong();
        return new FakeAnswer(request.path("model").asText(), wish, wish.outputTokens() < wanted);
    }

    private static void chat(
            ServerRequest asked, ServerResponse to, LongConsumer pause, FakeGpu gpu)
            throws IOException {
        JsonNode request = read(asked);
        FakeAnswer answer = answer(request);
        Wish wish = answer.wish();
        if (wish.trouble() == Wish.Trouble.BUSY) {
            busy(to);
            return;
        }
        pause.accept(wish.promptNanos());
        gpu.read(answer.model(), wish.inputTokens(), wish.cachedTokens());
        if (request.path("stream").asBoolean()) {
            stream(request, answer, to, pause, gpu);
            return;
        }
        pause.accept(wish.tokenNanos() * wish.outputTokens());
        gpu.wrote(answer.model(), wish.outputTokens());
        gpu.ended(answer.model());
        send(to, answer, answer.chat());
    }

    private static void embedding(ServerRequest asked, ServerResponse to, LongConsumer pause)
            throws IOException {
        FakeAnswer answer = answer(read(asked));
        if (answer.wish().trouble() == Wish.Trouble.BUSY) {
            busy(to);
            return;
        }
        pause.accept(answer.wish().promptNanos());
        send(to, answer, answer.embedding());
    }

    private static void busy(ServerResponse to) {
        to.status(Status.SERVICE_UNAVAILABLE_503);
        to.headers().add(HeaderNames.CONTENT_TYPE, "application/json");
        to.send("{\"error\":{\"message\":\"no room\",\"type\":\"server_error\"}}");
    }

    private static void send(ServerResponse to, FakeAnswer answer, byte[] body) {
        if (answer.wish().trouble() == Wish.Trouble.BREAKS) {
            throw new CloseConnectionException("as it was wished");
        }
        to.headers().add(HeaderNames.CONTENT_TYPE, "application/json");
        to.send(body);
    }

    private static void stream(
            JsonNode request, FakeAnswer answer, ServerResponse to, LongConsumer pause, FakeGpu gpu)
            throws IOException {
        Wish wish = answer.wish();
        to.headers().add(HeaderNames.CONTENT_TYPE, "text/event-stream");
        boolean withUsage = request.path("stream_options").path("include_usage").asBoolean();
        long each = Math.max(1, Math.ceilDiv(wish.outputTokens(), PARTS_MAX));
        long left = Math.max(1, answer.visible());
        long breakAt = wish.trouble() == Wish.Trouble.BREAKS ? left - left / 4 : 0;
        // Not closed where it breaks: that would end it in order.
        OutputStream out = to.outputStream();
        pause.accept(wish.tokenNanos() * wish.reasoningTokens());
        gpu.wrote(answer.model(), wish.reasoningTokens());
        while (left > 0) {
            long tokens = Math.min(each, left);
            pause.accept(wish.tokenNanos() * tokens);
            gpu.wrote(answer.model(), tokens);
            out.write(answer.part(tokens));
            out.flush();
            left -= tokens;
            if (breakAt > 0 && left <= breakAt) {
                throw new CloseConnectionException("as it was wished");
            }
        }
        gpu.ended(answer.model());
        out.write(answer.end(withUsage));
        out.close();
    }

    @Override
    public void close() {
        server.stop();
    }
}
