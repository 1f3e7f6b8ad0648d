package io.weighbridge.backend.proxies.openai;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.platform.http.ListeningHttp;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.media.MediaEndpoint;
import io.weighbridge.backend.proxies.wire.Endpoint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// OpenAI's API over HTTP: each request has a virtual thread of its own.
final class GatewayHttp implements AutoCloseable {
    private static final int FIRST_REQUEST_MS = 20_000;
    private static final String MESSAGES = "/v1" + Endpoint.MESSAGES.path() + "/";
    private static final int PART_BYTES = 64 << 10;

    private static final int ANSWERS_MAX = Integer.MAX_VALUE;
    private static final long LAST_BYTES_MS = 1_000;

    private final WebServer server;
    // One permit for each answer that is not all given to its connection.
    private final Semaphore answers;

    private GatewayHttp(WebServer server, Semaphore answers) {
        this.server = server;
        this.answers = answers;
    }

    /// What a request asks for.
    private interface Served {
        void serve(ClientRequest request, ClientAnswer answer) throws ClientGoneException;
    }

    static GatewayHttp start(
            GatewaySettings settings,
            Optional<ServerTls> tls,
            Gateway gateway,
            MorePaths more,
            SlowPeers slow,
            TimeSource time) {
        Semaphore answers = new Semaphore(ANSWERS_MAX);
        Serving serving = new Serving(settings, slow, answers);
        HttpRouting.Builder routing = HttpRouting.builder();
        for (Endpoint endpoint : Endpoint.values()) {
            routing.post(
                    "/v1" + endpoint.path(),
                    (request, response) ->
                            serving.serve(
                                    request, response, (r, a) -> gateway.call(endpoint, r, a)));
        }
        for (MediaEndpoint endpoint : MediaEndpoint.values()) {
            routing.post(
                    "/v1" + endpoint.path(),
                    (request, response) ->
                            serving.serve(
                                    request, response, (r, a) -> gateway.call(endpoint, r, a)));
        }
        routing.get(
                "/v1/models",
                (request, response) ->
                        serving.serve(request, response, (r, a) -> gateway.models("", r, a)));
        routing.get(
                "/v1/models/{+id}",
                (request, response) -> {
                    String id = request.path().pathParameters().get("id");
                    serving.serve(request, response, (r, a) -> gateway.models(id, r, a));
                });
        routing.any(
                "/mcp/{name}",
                (request, response) -> {
                    String method = request.prologue().method().text();
                    String name = request.path().pathParameters().get("name");
                    serving.serve(request, response, (r, a) -> more.serve(method, name, r, a));
                });
        routing.any(
                (request, response) -> {
                    String what = request.prologue().method() + " " + request.path().path();
                    boolean isMessages = request.path().path().startsWith(MESSAGES);
                    Endpoint like = isMessages ? Endpoint.MESSAGES : Endpoint.CHAT;
                    serving.serve(request, response, (_, a) -> gateway.unknown(like, what, a));
                });
        WebServerConfig.Builder builder =
                ListeningHttp.at("gateway", settings.address(), tls)
                        .routing(routing)
                        .maxTcpConnections(4 * settings.limits().callsMax())
                        .maxPayloadSize(-1);
        IdleConnectionsHttp.close(
                builder, time, Math.min(FIRST_REQUEST_MS, settings.bodyTimeoutMs()));
        return new GatewayHttp(ListeningHttp.start(builder), answers);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        awaitLastBytes();
        server.stop();
    }

    // The server ends an answer in parts only after we have given it all of them.
    private void awaitLastBytes() {
        try {
            // Whoever takes no more by then is cut off.
            var _ = answers.tryAcquire(ANSWERS_MAX, LAST_BYTES_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Serves requests, none of which may take for ever.
    private record Serving(GatewaySettings settings, SlowPeers slow, Semaphore answers) {
        void serve(ServerRequest request, ServerResponse response, Served served) {
            AtomicBoolean isOpen = new AtomicBoolean(answers.tryAcquire());
            Runnable over =
                    () -> {
                        if (isOpen.getAndSet(false)) {
                            answers.release();
                        }
                    };
            response.whenSent(over);
            try {
                give(request, response, served);
                // The server says so, and leaves it to the client.
                if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
                    throw new CloseConnectionException("the client asked for it");
                }
            } catch (RuntimeException e) {
                over.run();
                throw e;
            }
        }

        private void give(ServerRequest request, ServerResponse response, Served served) {
            try (SlowPeers.Watch watch = slow.watch()) {
                try {
                    served.serve(
                            new Asked(request, settings, watch),
                            new Answer(response, settings.idleTimeoutMs(), watch));
                } catch (ClientGoneException e) {
                    throw new CloseConnectionException("the client is gone", e);
                }
                drain(request, watch);
            }
            IdleConnectionsHttp.answered();
        }

        // The next request comes after what was not read of this one.
        private void drain(ServerRequest request, SlowPeers.Watch watch) {
            if (request.content().consumed()) {
                return;
            }
            watch.begin(settings.bodyTimeoutMs());
            try {
                request.content().consume();
            } catch (RuntimeException e) {
                throw new CloseConnectionException("the request did not come", e);
            } finally {
                var _ = watch.end();
            }
        }
    }

    private record Asked(ServerRequest request, GatewaySettings settings, SlowPeers.Watch watch)
            implements ClientRequest {
        @Override
        public List<HeaderLine> headers() {
            List<HeaderLine> headers = new ArrayList<>();
            for (Header header : request.headers()) {
                for (String value : header.allValues()) {
                    headers.add(new HeaderLine(header.name(), value));
                }
            }
            return headers;
        }

        @Override
        public String address() {
            return request.remotePeer().host();
        }

        @Override
        public @Nullable ApiError read(HeldBody body) throws ClientGoneException {
            if (request.headers().contentLength().orElse(0) > settings.limits().bodyBytesMax()) {
                return HeldBody.tooLong(settings.limits().bodyBytesMax());
            }
            watch.begin(settings.bodyTimeoutMs());
            try {
                return body.read(request.content().inputStream(), settings.limits().bodyBytesMax());
            } catch (IOException | RuntimeException e) {
                throw new ClientGoneException(e);
            } finally {
                var _ = watch.end();
            }
        }
    }

    private static final class Answer implements ClientAnswer {
        private final ServerResponse response;
        private final TakingPace pace;
        private final SlowPeers.Watch watch;
        private @Nullable OutputStream out;

        Answer(ServerResponse response, int partTimeoutMs, SlowPeers.Watch watch) {
            this.response = response;
            this.pace = new TakingPace(partTimeoutMs);
            this.watch = watch;
        }

        private interface Step {
            void run() throws IOException;
        }

        // Whoever does not take it in time is gone.
        private void step(int bytes, Step step) throws ClientGoneException {
            watch.begin(pace.allowedMs());
            try {
                step.run();
            } catch (IOException | RuntimeException e) {
                throw new ClientGoneException(e);
            } finally {
                pace.took(bytes, watch.end());
            }
        }

        private void set(int status, List<HeaderLine> headers) {
            response.status(Status.create(status));
            for (HeaderLine header : headers) {
                response.headers().add(HeaderNames.create(header.name()), header.value());
            }
        }

        @Override
        public void send(int status, List<HeaderLine> headers, byte[] body)
                throws ClientGoneException {
            if (body.length <= PART_BYTES) {
                set(status, headers);
                step(body.length, () -> response.send(body));
                return;
            }
            response.headers().contentLength(body.length);
            begin(status, headers);
            write(body);
            end();
        }

        @Override
        public void begin(int status, List<HeaderLine> headers) {
            set(status, headers);
            out = response.outputStream();
        }

        @Override
        public void write(byte[] all) throws ClientGoneException {
            OutputStream stream = out;
            if (stream == null) {
                throw new IllegalStateException("not begun");
            }
            for (int i = 0; i < all.length; i += PART_BYTES) {
                int from = i;
                int length = Math.min(PART_BYTES, all.length - from);
                step(
                        length,
                        () -> {
                            stream.write(all, from, length);
                            stream.flush();
                        });
            }
        }

        @Override
        public void end() throws ClientGoneException {
            OutputStream stream = out;
            if (stream != null) {
                step(0, stream::close);
            }
        }
    }
}
