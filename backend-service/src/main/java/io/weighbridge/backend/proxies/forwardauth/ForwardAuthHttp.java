package io.weighbridge.backend.proxies.forwardauth;

import io.helidon.http.HeaderNames;
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
import io.weighbridge.backend.proxies.call.ReportHttp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// `/auth/DIALECT` and `/auth/DIALECT/SERVICE`, which proxies ask, and `/usage`, where the end of
/// calls is reported. Each request has a virtual thread of its own.
final class ForwardAuthHttp implements AutoCloseable {
    // Above the 90 s for which Go's proxies keep a connection: one that we close under a question
    // is asked again, and some proxies answer 500 instead.
    private static final Duration IDLE = Duration.ofSeconds(150);

    private final WebServer server;

    private ForwardAuthHttp(WebServer server) {
        this.server = server;
    }

    /// @param unheard told the hold id of an answer that could not be sent
    static ForwardAuthHttp start(
            ForwardAuthSettings settings,
            Optional<ServerTls> tls,
            Questions questions,
            UsageReports reports,
            TimeSource time,
            Consumer<String> unheard) {
        Asking asking = new Asking(questions, settings.answerMs(), time, unheard);
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .any(
                                "/auth/{dialect}",
                                (request, response) -> asking.answer(request, response))
                        .any(
                                "/auth/{dialect}/{+service}",
                                (request, response) -> asking.answer(request, response))
                        .post(
                                "/usage",
                                (request, response) ->
                                        ReportHttp.answer(
                                                request,
                                                response,
                                                (headers, body) ->
                                                        reports.take(headers, body).toReport()));
        WebServerConfig.Builder builder =
                ListeningHttp.at("forward_auth", settings.address(), tls)
                        .routing(routing)
                        .maxTcpConnections(settings.connectionsMax())
                        .maxPayloadSize(-1)
                        .idleConnectionTimeout(IDLE);
        return new ForwardAuthHttp(ListeningHttp.start(builder));
    }

    /// How questions are answered.
    ///
    /// @param answerMs how long that may take
    /// @param unheard told the hold id of an answer that nobody hears
    private record Asking(
            Questions questions, long answerMs, TimeSource time, Consumer<String> unheard) {
        void answer(ServerRequest request, ServerResponse response) {
            long since = time.nanos();
            Dialect dialect = Dialect.of(request.path().pathParameters().get("dialect"));
            ProxyReply reply = dialect == null ? unknownDialect() : ask(request, dialect);
            String holdId = reply.holdId();
            if (dialect != null && !holdId.isEmpty() && isLate(since)) {
                // A proxy that gave up has refused the call; its closing need not be seen here.
                unheard.accept(holdId);
                send(response, dialect.refuse(tooLate()));
                return;
            }
            try {
                send(response, reply);
            } catch (RuntimeException e) {
                // Whoever asked got no answer, so no call is made by it.
                if (!holdId.isEmpty()) {
                    unheard.accept(holdId);
                }
                throw new CloseConnectionException("the proxy is gone", e);
            }
        }

        private ProxyReply ask(ServerRequest request, Dialect dialect) {
            return questions.ask(
                    new Question(
                            dialect,
                            request.path().pathParameters().first("service").orElse(""),
                            ReportHttp.headers(request),
                            request.remotePeer().host()));
        }

        private boolean isLate(long since) {
            return time.nanos() - since > TimeUnit.MILLISECONDS.toNanos(answerMs);
        }

        private static ProxyReply unknownDialect() {
            return ProxyReply.of(
                    ApiError.wrong(
                            404,
                            "unknown_dialect",
                            "Ask /auth/nginx, /auth/caddy, /auth/traefik or /auth/haproxy."));
        }

        private static ApiError tooLate() {
            return ApiError.unavailable(503, "gate_unavailable", "The gate answered too late.");
        }
    }

    private static void send(ServerResponse response, ProxyReply reply) {
        response.status(Status.create(reply.status()));
        for (HeaderLine header : reply.headers()) {
            response.headers().add(HeaderNames.create(header.name()), header.value());
        }
        response.send(reply.body().getBytes(StandardCharsets.UTF_8));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
