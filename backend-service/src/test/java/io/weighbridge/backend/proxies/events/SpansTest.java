package io.weighbridge.backend.proxies.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.weighbridge.backend.EventsTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Spans of the GenAI conventions, from OpenTelemetry's own exporters and by hand.
final class SpansTest {
    @TempDir Path folder;

    private static EventsBench bench(Path folder) {
        EventsBench bench =
                EventsBench.start(
                        folder, Map.of(EventsTable.GRPC, "true", EventsTable.GRPC_PORT, "0"));
        // Spans have this machine's time, which the book is to be older than.
        bench.time.shift(Duration.ofHours(-1));
        return bench;
    }

    private static int grpcPort(EventsBench bench) {
        return bench.test.backend().proxyServers().spansPort().orElseThrow();
    }

    private static SpanExporter exporter(EventsBench bench, String protocol) {
        String bearer = "Bearer " + bench.credential;
        return protocol.equals("grpc")
                ? OtlpGrpcSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + grpcPort(bench))
                        .addHeader("Authorization", bearer)
                        .setCompression("gzip")
                        .build()
                : OtlpHttpSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + bench.port() + "/v1/traces")
                        .addHeader("Authorization", bearer)
                        .setCompression(protocol.equals("http-gzip") ? "gzip" : "none")
                        .build();
    }

    // What an instrumented program writes: an agent, its call of a model as it saw it and as the
    // server did, and a tool.
    private static boolean writeACall(SpanExporter exporter, Account payer) {
        Resource resource =
                Resource.create(
                        Attributes.builder()
                                .put("weighbridge.account", EventsBench.id(payer))
                                .build());
        try (SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                        .build()) {
            for (SpanKind kind : List.of(SpanKind.CLIENT, SpanKind.SERVER, SpanKind.INTERNAL)) {
                span(provider, kind, "chat", 50, 20).startSpan().end();
            }
            span(provider, SpanKind.CLIENT, "invoke_agent", 50, 20).startSpan().end();
            Span tool =
                    provider.get("test")
                            .spanBuilder("execute_tool weather")
                            .setSpanKind(SpanKind.CLIENT)
                            .startSpan();
            tool.end();
            return provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess();
        }
    }

    private static SpanBuilder span(
            SdkTracerProvider provider, SpanKind kind, String operation, long input, long output) {
        return provider.get("test")
                .spanBuilder(operation + " chat")
                .setSpanKind(kind)
                .setAttribute("gen_ai.operation.name", operation)
                .setAttribute("gen_ai.provider.name", "openai")
                .setAttribute("gen_ai.request.model", "chat")
                .setAttribute("gen_ai.response.model", "chat-2026")
                .setAttribute("gen_ai.usage.input_tokens", input)
                .setAttribute("gen_ai.usage.output_tokens", output)
                .setAttribute("gen_ai.usage.cache_read.input_tokens", 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http", "http-gzip"})
    void theRealExporterTellsOfACallThatIsChargedOnce(String protocol) {
        try (EventsBench bench = bench(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            assertTrue(writeACall(exporter(bench, protocol), account));
            assertEquals(
                    List.of(
                            new Settled(
                                    Outcome.OK.number(),
                                    "input_tokens=50 cached_input_tokens=10 output_tokens=20",
                                    70,
                                    EventsBench.TELLER)),
                    bench.settled());
            assertEquals(EventsBench.CREDIT - 70, bench.balanceTokens(account));
        }
    }

    private static KeyValue.Builder attribute(String name) {
        return KeyValue.newBuilder().setKey(name);
    }

    private static KeyValue attribute(String name, String value) {
        return attribute(name).setValue(AnyValue.newBuilder().setStringValue(value)).build();
    }

    private static KeyValue attribute(String name, long value) {
        return attribute(name).setValue(AnyValue.newBuilder().setIntValue(value)).build();
    }

    private static io.opentelemetry.proto.trace.v1.Span.Builder span(
            EventsBench bench, Account payer, int id) {
        return io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip()))
                .setKind(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT)
                .setStartTimeUnixNano(bench.time.wallMs() * 1_000_000)
                .addAttributes(attribute("weighbridge.account", EventsBench.id(payer)))
                .addAttributes(attribute("gen_ai.request.model", "chat"));
    }

    private static ExportTraceServiceRequest request(
            List<io.opentelemetry.proto.trace.v1.Span.Builder> spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        spans.forEach(scope::addSpans);
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    private static ExportTraceServiceResponse export(
            EventsBench bench, String secret, ExportTraceServiceRequest request) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", grpcPort(bench)).usePlaintext().build();
        try {
            return TraceServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(BearerToken.attaching(secret))
                    .export(request);
        } finally {
            channel.shutdownNow();
        }
    }

    private HttpResponse<byte[]> post(EventsBench bench, String secret, byte[] body)
            throws Exception {
        HttpRequest request =
                bench.request("/v1/traces", secret, "application/x-protobuf", body).build();
        try (java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofByteArray());
        }
    }

    @Test
    void namesOfBeforeAreReadAndMissingIsNotZero() throws Exception {
        try (EventsBench bench = bench(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            ExportTraceServiceRequest request =
                    request(
                            List.of(
                                    span(bench, account, 1)
                                            .addAttributes(
                                                    attribute("gen_ai.usage.prompt_tokens", 3))
                                            .addAttributes(
                                                    attribute("gen_ai.usage.completion_tokens", 4)),
                                    span(bench, account, 2)
                                            .addAttributes(attribute("gen_ai.usage.cost", "0.1")),
                                    // Beside the input, as some write it.
                                    span(bench, account, 3)
                                            .addAttributes(
                                                    attribute("gen_ai.usage.input_tokens", 2))
                                            .addAttributes(
                                                    attribute(
                                                            "gen_ai.usage.cache_read.input_tokens",
                                                            5))
                                            .addAttributes(
                                                    attribute("gen_ai.usage.output_tokens", 0)),
                                    span(bench, account, 4),
                                    // A model that writes, and nothing of what it wrote.
                                    span(bench, account, 5)
                                            .addAttributes(
                                                    attribute("gen_ai.usage.input_tokens", 6)),
                                    span(bench, account, 6)
                                            .addAttributes(
                                                    attribute(
                                                            "gen_ai.operation.name", "embeddings"))
                                            .addAttributes(
                                                    attribute("gen_ai.usage.input_tokens", 8))));
            for (int i = 0; i < 2; i++) {
                assertFalse(export(bench, bench.credential, request).hasPartialSuccess());
                HttpResponse<byte[]> response =
                        post(bench, bench.credential, request.toByteArray());
                assertEquals(200, response.statusCode());
                assertEquals(0, response.body().length);
            }
            assertEquals(
                    List.of(
                            "input_tokens=3 output_tokens=4",
                            "",
                            "input_tokens=7 cached_input_tokens=5 output_tokens=0",
                            "",
                            "input_tokens=8"),
                    bench.settled().stream().map(Settled::units).toList());
            assertEquals(2, bench.test.backend().ledger().quarantineCount());
            assertEquals(EventsBench.CREDIT - 22, bench.balanceTokens(account));
        }
    }

    @Test
    void whatIsRefusedIsCountedAndTheOthersAreCharged() throws InvalidProtocolBufferException {
        try (EventsBench bench = bench(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String tokens = "gen_ai.usage.input_tokens";
            List<io.opentelemetry.proto.trace.v1.Span.Builder> spans = new ArrayList<>();
            spans.add(span(bench, account, 1).addAttributes(attribute(tokens, 1)));
            spans.add(span(bench, account, 2).addAttributes(attribute(tokens, -1)));
            spans.add(span(bench, account, 3).addAttributes(attribute(tokens, "1")));
            spans.add(
                    span(bench, account, 4)
                            .addAttributes(
                                    attribute(tokens)
                                            .setValue(AnyValue.newBuilder().setDoubleValue(1))));
            spans.add(
                    span(bench, account, 5)
                            .addAttributes(attribute(tokens, 9))
                            .addAttributes(attribute(tokens, 0)));
            spans.add(
                    span(bench, account, 6)
                            .addAttributes(attribute(tokens, Long.MAX_VALUE))
                            .addAttributes(attribute("gen_ai.usage.output_tokens", 1)));
            spans.add(
                    span(bench, account, 7)
                            .addAttributes(attribute(tokens, 1))
                            .addAttributes(attribute("gen_ai.operation.name", "dream")));
            spans.add(
                    span(bench, account, 8)
                            .addAttributes(attribute(tokens, 1))
                            .addAttributes(attribute("weighbridge.key", "key_x")));
            spans.add(
                    span(bench, account, 9)
                            .addAttributes(attribute(tokens, 1))
                            .setSpanId(ByteString.EMPTY));
            spans.add(
                    span(bench, account, 10)
                            .addAttributes(attribute(tokens, 1))
                            .removeAttributes(0));
            spans.add(
                    span(bench, account, 11)
                            .addAttributes(attribute(tokens, 1))
                            .setStartTimeUnixNano(-1));
            ExportTraceServiceResponse response = export(bench, bench.credential, request(spans));
            assertEquals(
                    spans.size() - 1,
                    response.getPartialSuccess().getRejectedSpans(),
                    response::toString);
            assertTrue(
                    response.getPartialSuccess().getErrorMessage().contains("0002: INVALID_FIELD"),
                    response::toString);
            assertEquals(1, bench.settled().size());
        }
    }

    @Test
    void onlyAProxyCredentialMayTell() throws Exception {
        try (EventsBench bench = bench(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            ExportTraceServiceRequest request =
                    request(
                            List.of(
                                    span(bench, account, 1)
                                            .addAttributes(
                                                    attribute("gen_ai.usage.input_tokens", 3))));
            String operator = bench.test.tokens().operator(Role.ADMIN);
            for (String secret : List.of("nonsense", operator)) {
                org.junit.jupiter.api.Assertions.assertThrows(
                        StatusRuntimeException.class, () -> export(bench, secret, request));
                assertTrue(post(bench, secret, request.toByteArray()).statusCode() >= 401);
            }
            assertEquals(400, post(bench, bench.credential, new byte[] {1, 2, 3}).statusCode());
            assertEquals(List.of(), bench.settled());
        }
    }

    @Test
    void whateverTheEndUserIsTheCallIsCharged() {
        try (EventsBench bench = bench(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String name = "weighbridge.user";
            List<KeyValue> users =
                    List.of(
                            attribute(name, "u".repeat(101)),
                            attribute(name, "\u0001"),
                            attribute(name, 7));
            List<io.opentelemetry.proto.trace.v1.Span.Builder> spans = new ArrayList<>();
            for (int i = 0; i < users.size(); i++) {
                spans.add(
                        span(bench, account, i + 1)
                                .addAttributes(attribute("gen_ai.usage.output_tokens", 1))
                                .addAttributes(users.get(i)));
            }
            assertFalse(export(bench, bench.credential, request(spans)).hasPartialSuccess());
            assertEquals(EventsBench.CREDIT - 3, bench.balanceTokens(account));
        }
    }

    @Test
    void moreThanAreTakenTogetherAreRefused() {
        try (EventsBench bench = bench(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            List<io.opentelemetry.proto.trace.v1.Span.Builder> spans = new ArrayList<>();
            spans.add(span(bench, account, 1));
            for (int i = 0; i < TraceMapping.SPANS_MAX + 2; i++) {
                spans.add(
                        span(bench, account, i + 2)
                                .addAttributes(attribute("gen_ai.usage.output_tokens", 1)));
            }
            ExportTraceServiceResponse response = export(bench, bench.credential, request(spans));
            assertEquals(2, response.getPartialSuccess().getRejectedSpans(), response::toString);
            assertEquals(EventsBench.CREDIT - TraceMapping.SPANS_MAX, bench.balanceTokens(account));
        }
    }

    @Test
    void whatThereIsNoRoomForIsToBeSentAgain() {
        Map<Setting<?>, String> settings =
                Map.of(
                        EventsTable.GRPC,
                        "true",
                        EventsTable.GRPC_PORT,
                        "0",
                        EventsTable.BODIES_MAX_KIB,
                        "1");
        try (EventsBench bench = EventsBench.start(folder, settings)) {
            Account account = bench.account(EventsBench.CREDIT);
            List<io.opentelemetry.proto.trace.v1.Span.Builder> spans = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                spans.add(
                        span(bench, account, i + 1)
                                .addAttributes(attribute("gen_ai.usage.output_tokens", 1)));
            }
            StatusRuntimeException refused =
                    org.junit.jupiter.api.Assertions.assertThrows(
                            StatusRuntimeException.class,
                            () -> export(bench, bench.credential, request(spans)));
            assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
            for (int i = 0; i < 20; i++) {
                export(bench, bench.credential, request(List.of(spans.get(i))));
            }
            assertEquals(EventsBench.CREDIT - 20, bench.balanceTokens(account));
        }
    }
}
