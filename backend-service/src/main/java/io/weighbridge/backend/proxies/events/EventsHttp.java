package io.weighbridge.backend.proxies.events;

import io.helidon.http.HeaderNames;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.weighbridge.backend.platform.http.ListeningHttp;
import io.weighbridge.backend.platform.tls.ServerTls;
import io.weighbridge.backend.proxies.call.ReportHttp;

import java.time.Duration;
import java.util.Optional;

/// `/events`, `/litellm` and `/v1/traces`, where usage is told. Each request has a virtual thread
/// of its own.
final class EventsHttp implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(150);

    private final WebServer server;

    private EventsHttp(WebServer server) {
        this.server = server;
    }

    static EventsHttp start(
            EventsSettings settings,
            Optional<ServerTls> tls,
            EventRequests requests,
            TraceMapping mapping) {
        EventReplies words = new EventReplies();
        LiteLlmLogs liteLlm = new LiteLlmLogs(settings.isDollars());
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .post("/events", taking(requests, CloudEvents::read, words))
                        .post("/litellm", taking(requests, liteLlm::read, words))
                        .post("/v1/traces", takingSpans(requests, mapping))
                        .any("/events", EventsHttp::onlyPost)
                        .any("/litellm", EventsHttp::onlyPost)
                        .any("/v1/traces", EventsHttp::onlyPost);
        WebServerConfig.Builder builder =
                ListeningHttp.at("events", settings.address(), tls)
                        .routing(routing)
                        .contentEncoding(
                                ContentEncodingContext.builder()
                                        .contentEncodingsDiscoverServices(false)
                                        .addContentEncoding(new PackedHttp())
                                        .build())
                        .maxTcpConnections(settings.connectionsMax())
                        .maxPayloadSize(-1)
                        .idleConnectionTimeout(IDLE);
        return new EventsHttp(ListeningHttp.start(builder));
    }

    private static void onlyPost(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.ALLOW, "POST");
        ReportHttp.answer(
                request,
                response,
                (_, _) ->
                        new EventReplies()
                                .problem(405, "method_not_allowed", "Usage is told by POST."));
    }

    private static Handler taking(
            EventRequests requests, EventRequests.Format format, EventRequests.Words words) {
        return (request, response) ->
                ReportHttp.answer(
                        request,
                        response,
                        (headers, body) -> requests.take(headers, body, format, words));
    }

    private static Handler takingSpans(EventRequests requests, TraceMapping mapping) {
        return (request, response) ->
                ReportHttp.answer(
                        request,
                        response,
                        (headers, body) -> {
                            TraceReplies traces = TraceReplies.of(mapping, headers);
                            return requests.take(headers, body, traces::read, traces);
                        });
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
