package io.weighbridge.backend.proxies.openai;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.platform.http.ListeningHttp;
import io.weighbridge.backend.platform.tls.ServerTls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// OpenAI's API over HTTP: each request has a virtual thread of its own.
final class GatewayHttp implements AutoCloseable {
    private static final Duration KEPT = Duration.ofSeconds(75);

    private final WebServer server;

    private GatewayHttp(WebServer server) {
        this.server = server;
    }

    /// What a request asks for.
    private interface Served {
        void serve(ClientRequest request, ClientAnswer answer) throws ClientGoneException;
    }

    static GatewayHttp start(GatewaySettings settings, Optional<ServerTls> tls, Gateway gateway) {
        HttpRouting.Builder routing = HttpRouting.builder();
        for (Endpoint endpoint : Endpoint.values()) {
            routing.post(
                    "/v1" + endpoint.path(),
                    (request, response) ->
                            serve(request, response, (r, a) -> gateway.call(endpoint, r, a)));
        }
        routing.get(
                "/v1/models",
                (request, response) ->
                        serve(request, response, (r, a) -> gateway.models("", r, a)));
        routing.get(
                "/v1/models/{+id}",
                (request, response) -> {
                    String id = request.path().pathParameters().get("id");
                    serve(request, response, (r, a) -> gateway.models(id, r, a));
                });
        routing.any(
                (request, response) -> {
                    String what = request.prologue().method() + " " + request.path().path();
                    serve(request, response, (_, a) -> gateway.unknown(what, a));
                });
        GatewaySettings.Limits limits = settings.limits();
        WebServerConfig.Builder builder =
                ListeningHttp.at("gateway", settings.address(), tls)
                        .routing(routing)
                        .maxTcpConnections(4 * limits.callsMax())
                        .maxPayloadSize(-1)
                        .connectionOptions(
                                SocketOptions.builder()
                                        .readTimeout(Duration.ofMillis(limits.idleTimeoutMs()))
                                        .build())
                        .idleConnectionTimeout(KEPT);
        return new GatewayHttp(ListeningHttp.start(builder));
    }

    private static void serve(ServerRequest request, ServerResponse response, Served served) {
        try {
            served.serve(new Asked(request), new Answer(response));
        } catch (ClientGoneException e) {
            // There is nobody to tell.
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class Asked implements ClientRequest {
        private final ServerRequest request;

        Asked(ServerRequest request) {
            this.request = request;
        }

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
        public byte @Nullable [] body(int bytesMax) throws ClientGoneException {
            if (request.headers().contentLength().orElse(0) > bytesMax) {
                return null;
            }
            try (InputStream in = request.content().inputStream()) {
                byte[] body = in.readNBytes(bytesMax + 1);
                return body.length > bytesMax ? null : body;
            } catch (IOException | UncheckedIOException e) {
                throw new ClientGoneException(e);
            }
        }
    }

    private static final class Answer implements ClientAnswer {
        private final ServerResponse response;
        private @Nullable OutputStream out;

        Answer(ServerResponse response) {
            this.response = response;
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
            set(status, headers);
            try {
                response.send(body);
            } catch (RuntimeException e) {
                throw new ClientGoneException(e);
            }
        }

        @Override
        public void begin(int status, List<HeaderLine> headers) {
            set(status, headers);
            out = response.outputStream();
        }

        @Override
        public void write(byte[] part) throws ClientGoneException {
            OutputStream stream = out;
            if (stream == null) {
                throw new IllegalStateException("not begun");
            }
            try {
                stream.write(part);
                stream.flush();
            } catch (IOException | RuntimeException e) {
                throw new ClientGoneException(e);
            }
        }

        @Override
        public void end() throws ClientGoneException {
            OutputStream stream = out;
            try {
                if (stream != null) {
                    stream.close();
                }
            } catch (IOException | RuntimeException e) {
                throw new ClientGoneException(e);
            }
        }
    }
}
