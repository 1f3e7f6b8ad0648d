package io.weighbridge.backend.proxies.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.weighbridge.backend.EventsTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.model.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Spans in OTLP's JSON, from OpenTelemetry's own writer and by hand.
final class SpansJsonTest {
    private static final String TYPE = "application/json";
    private static final String TRACE = "5b8efff798038103d269b633813fc60c";

    @TempDir Path folder;

    private static HttpResponse<String> send(EventsBench bench, String body) {
        return send(bench, TYPE, bytes(body));
    }

    private static HttpResponse<String> send(EventsBench bench, String type, byte[] body) {
        return bench.send(bench.request("/v1/traces", bench.credential, type, body));
    }

    /// Keeps what is ended.
    private record Ended(List<SpanData> spans) implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private static Marshaler aCall(Account payer) {
        Ended ended = new Ended(new ArrayList<>());
        Resource resource =
                Resource.create(
                        Attributes.builder()
                                .put("weighbridge.account", EventsBench.id(payer))
                                .build());
        try (SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .addSpanProcessor(SimpleSpanProcessor.create(ended))
                        .build()) {
            provider.get("test")
                    .spanBuilder("chat")
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.request.model", "chat")
                    .setAttribute("gen_ai.request.temperature", 0.5)
                    .setAttribute("gen_ai.usage.input_tokens", 50)
                    .setAttribute("gen_ai.usage.output_tokens", 20)
                    .startSpan()
                    .addEvent("said", Attributes.builder().put("traceId", "none").build())
                    .end();
        }
        return TraceRequestMarshaler.create(ended.spans());
    }

    @Test
    void whatTheRealWriterWritesIsTheSameInBothFormatsAndChargedOnce() throws IOException {
        try (EventsBench bench = EventsBench.start(folder)) {
            // Spans have this machine's time, which the book is to be older than.
            bench.time.shift(Duration.ofHours(-1));
            Account account = bench.account(EventsBench.CREDIT);
            Marshaler call = aCall(account);
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            call.writeJsonTo(json);
            for (String type : List.of(TYPE, "Application/JSON; charset=utf-8")) {
                HttpResponse<String> response = send(bench, type, json.toByteArray());
                assertEquals(200, response.statusCode(), response.body());
                assertEquals("{}", response.body());
                assertEquals(TYPE, response.headers().firstValue("content-type").orElse(""));
            }
            ByteArrayOutputStream binary = new ByteArrayOutputStream();
            call.writeBinaryTo(binary);
            HttpResponse<String> repeated =
                    send(bench, "application/x-protobuf", binary.toByteArray());
            assertEquals(200, repeated.statusCode());
            assertEquals("", repeated.body());
            assertEquals(
                    List.of(
                            new Settled(
                                    Outcome.OK.number(),
                                    "input_tokens=50 output_tokens=20",
                                    70,
                                    EventsBench.TELLER)),
                    bench.settled());
        }
    }

    private static String request(String... spans) {
        return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                + String.join(",", spans)
                + "]}],\"unknown\":[[{\"resourceSpans\":{}}]]}],\"later\":null}";
    }

    private static String span(EventsBench bench, Account payer, String spanId, String usage) {
        return "{\"traceId\":\""
                + TRACE
                + "\",\"spanId\":\""
                + spanId
                + "\",\"kind\":3,\"links\":[{\"traceId\":\"no hex\"}],\"startTimeUnixNano\":\""
                + bench.time.wallMs() * 1_000_000
                + "\",\"status\":{\"message\":\"\",\"code\":2},\"attributes\":["
                + "{\"key\":\"weighbridge.account\",\"value\":{\"stringValue\":\""
                + EventsBench.id(payer)
                + "\"}},{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"chat\"}},"
                + "{\"key\":\"gen_ai.prompt\",\"value\":{\"arrayValue\":{\"values\":[]}}},"
                + "{\"key\":\"gen_ai.usage.output_tokens\",\"value\":"
                + usage
                + "}]}";
    }

    @Test
    void numbersMayBeTextsAndWhatIsRefusedIsCountedByItself() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String one = "{\"intValue\":\"1\"}";
            String first = span(bench, account, "eee19b7ec3c1b171", one);
            HttpResponse<String> response =
                    send(
                            bench,
                            request(
                                    first,
                                    first.replace("eee19b7ec3c1b171", "EEE19B7EC3C1B171"),
                                    span(bench, account, "eee19b7ec3c1b172", "{\"intValue\":20}"),
                                    span(bench, account, "eee19b7ec3c1b173", "{\"int_value\":300}")
                                            .replace("traceId", "trace_id"),
                                    // In base64, too short, none.
                                    span(bench, account, "7uGbfsPBsXE=", one),
                                    span(bench, account, "eee19b7ec3c1b1", one),
                                    span(bench, account, "", one),
                                    // Neither is a whole number.
                                    span(bench, account, "eee19b7ec3c1b174", "{}"),
                                    span(
                                            bench,
                                            account,
                                            "eee19b7ec3c1b175",
                                            "{\"doubleValue\":1}")));
            assertEquals(200, response.statusCode(), response.body());
            JsonNode partial = EventsBench.json(response).path("partialSuccess");
            assertEquals("5", partial.path("rejectedSpans").textValue(), response.body());
            assertTrue(
                    partial.path("errorMessage").asText().contains("INVALID_FIELD"),
                    response.body());
            assertEquals(
                    List.of("output_tokens=1", "output_tokens=20", "output_tokens=300"),
                    bench.settled().stream().map(Settled::units).toList());
            assertTrue(
                    bench.settled().stream()
                            .allMatch(s -> s.outcome() == Outcome.UPSTREAM_ERROR.number()));
            assertEquals(EventsBench.CREDIT - 321, bench.balanceTokens(account));
        }
    }

    @Test
    void whatIsNotOtlpIsRefusedAsAWhole() {
        try (EventsBench bench = EventsBench.start(folder)) {
            Account account = bench.account(EventsBench.CREDIT);
            String id = "eee19b7ec3c1b171";
            String good = request(span(bench, account, id, "{\"intValue\":\"1\"}"));
            for (String body :
                    List.of(
                            "",
                            "[]",
                            "null",
                            "\u0001\u0002",
                            good.substring(0, good.length() - 1),
                            good + "{}",
                            good.replace("\"kind\":3", "\"kind\":3,\"kind\":2"),
                            good.replace("\"kind\":3", "kind:3"),
                            good.replace("\"kind\":3", "\"kind\":{}"),
                            good.replace("\"1\"", "\"1.5\""),
                            good.replace("\"1\"", "\"9223372036854775808\""),
                            good.replace("\"1\"", "\"1\",\"intValue\":\"0\""),
                            good.replace("\"1\"", "\"1\",\"int_value\":\"0\""),
                            good.replace("\"1\"", "\"1\",\"stringValue\":\"0\""),
                            good.replace("\"startTimeUnixNano\":\"", "\"startTimeUnixNano\":\"-"),
                            good.replace("null", "[".repeat(300) + "]".repeat(300)),
                            good.replace("null", "[".repeat(2_000_000)),
                            "{\"resourceSpans\":[" + "{},".repeat(500_000) + "{}]}")) {
                HttpResponse<String> response = send(bench, body);
                String shown = body.substring(0, Math.min(body.length(), 300));
                assertEquals(400, response.statusCode(), shown);
                assertEquals(
                        "The body is not of OTLP.",
                        EventsBench.json(response).path("message").asText());
            }
            assertEquals(415, send(bench, "text/json", new byte[] {'{', '}'}).statusCode());
            assertEquals(400, send(bench, "application/x-protobuf", bytes(good)).statusCode());
            assertEquals(List.of(), bench.settled());
            assertEquals(200, send(bench, good).statusCode());
            assertEquals(1, bench.settled().size());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aLongBodyIsRefused() {
        try (EventsBench bench = EventsBench.start(folder, Map.of(EventsTable.BODY_MAX_KIB, "4"))) {
            HttpResponse<String> response = send(bench, "{" + " ".repeat(5_000) + "}");
            assertEquals(413, response.statusCode());
            assertEquals(TYPE, response.headers().firstValue("content-type").orElse(""));
            assertTrue(response.body().contains("\"message\""), response.body());
        }
    }
}
