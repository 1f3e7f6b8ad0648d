package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.envoy.BodySendMode;
import io.weighbridge.proto.envoy.ExternalProcessorGrpc;
import io.weighbridge.proto.envoy.ProcessingRequest;
import io.weighbridge.proto.envoy.ProcessingResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Where Envoy is set up wrongly it gets an error, and never leave to go on alone.
final class ProcessGrpcTest {
    @TempDir Path folder;

    private TestBackend test;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(ProcessCalls.config(folder), new SystemTime());
        test.chat();
        key = test.key(test.account("Acme", 1_000_000 * Calls.TOKEN)).secret();
    }

    @AfterEach
    void stop() {
        test.close();
    }

    /// One exchange, with what Envoy is told: answers, and how the stream ended.
    private final class Exchange implements StreamObserver<ProcessingResponse>, AutoCloseable {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final ManagedChannel channel;
        private final StreamObserver<ProcessingRequest> envoy;

        Exchange(String secret) {
            channel = ProcessCalls.channel(test, secret);
            envoy = ExternalProcessorGrpc.newStub(channel).process(this);
        }

        Exchange head(BodySendMode up, BodySendMode down, boolean isObserving) {
            envoy.onNext(
                    ProcessCalls.head(key, up, down).setObservabilityMode(isObserving).build());
            return this;
        }

        Exchange body() {
            return body("");
        }

        /// @param words of a field beside the prompt
        Exchange body(String words) {
            String fields = "\"max_tokens\":10,\"metadata\":\"" + words + '"';
            envoy.onNext(ProcessCalls.part(Chats.body(fields), true));
            return this;
        }

        Exchange answerHead(String status) {
            envoy.onNext(ProcessCalls.answerHead(status));
            return this;
        }

        String next() throws InterruptedException {
            return told.take();
        }

        @Override
        public void onNext(ProcessingResponse response) {
            boolean isAsTold =
                    response.hasRequestBody()
                            && !response.getRequestBody().getResponse().hasBodyMutation();
            told.add(
                    response.hasImmediateResponse()
                            ? response.getImmediateResponse().getDetails()
                            : response.getResponseCase().name() + (isAsTold ? " as told" : ""));
        }

        @Override
        public void onError(Throwable thrown) {
            told.add(Status.fromThrowable(thrown).getCode().name());
        }

        @Override
        public void onCompleted() {
            told.add("let go");
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    private Exchange exchange() {
        return new Exchange(test.tokens().proxy("envoy"));
    }

    @Test
    void bodiesThatItWouldNotSeeAreRefused() throws Exception {
        for (BodySendMode up : BodySendMode.values()) {
            for (BodySendMode down : BodySendMode.values()) {
                if (up == BodySendMode.UNRECOGNIZED || down == BodySendMode.UNRECOGNIZED) {
                    continue;
                }
                boolean isUp =
                        up == BodySendMode.BUFFERED || up == BodySendMode.FULL_DUPLEX_STREAMED;
                boolean isDown =
                        down == BodySendMode.STREAMED || down == BodySendMode.FULL_DUPLEX_STREAMED;
                try (Exchange exchange = exchange().head(up, down, false).body()) {
                    String expected =
                            isUp && isDown
                                    ? "REQUEST_HEADERS"
                                    : Status.Code.FAILED_PRECONDITION.name();
                    assertEquals(expected, exchange.next(), up + " " + down);
                }
            }
        }
        try (Exchange exchange =
                exchange().head(BodySendMode.BUFFERED, BodySendMode.STREAMED, true)) {
            assertEquals(Status.Code.FAILED_PRECONDITION.name(), exchange.next());
        }
    }

    @Test
    void aProxyServesTheServicesOfItsCredential() throws Exception {
        long other = test.service("other").id();
        String narrow = test.backend().proxies().create("narrow", false, Set.of(other), 0).secret();
        try (Exchange exchange =
                new Exchange(narrow)
                        .head(BodySendMode.BUFFERED, BodySendMode.STREAMED, false)
                        .body()) {
            assertEquals("REQUEST_HEADERS", exchange.next());
            assertEquals("weighbridge_model_not_found", exchange.next());
        }
        try (Exchange nobody =
                new Exchange("").head(BodySendMode.BUFFERED, BodySendMode.STREAMED, false)) {
            assertEquals(Status.Code.UNAUTHENTICATED.name(), nobody.next());
        }
    }

    /// One in chunks gets a length, and what is written otherwise is replaced.
    @Test
    void aBodyIsSentBackOnlyWhereItBecomesAnother() throws Exception {
        assertEquals("REQUEST_BODY as told", toldOf(true, Chats.body("\"max_tokens\":10")));
        assertEquals("REQUEST_BODY", toldOf(false, Chats.body("\"max_tokens\":10")));
        assertEquals("REQUEST_BODY", toldOf(true, Chats.body("\"max_completion_tokens\":10")));
        assertEquals("REQUEST_BODY", toldOf(true, Chats.body("\"max_tokens\": 10")));
    }

    private String toldOf(boolean hasLength, String body) throws InterruptedException {
        try (Exchange exchange = exchange()) {
            ProcessingRequest.Builder head =
                    ProcessCalls.head(key, BodySendMode.BUFFERED, BodySendMode.STREAMED);
            if (hasLength) {
                head.getRequestHeadersBuilder()
                        .getHeadersBuilder()
                        .addHeaders(ProcessCalls.header("content-length", "" + body.length()));
            }
            exchange.envoy.onNext(head.build());
            exchange.envoy.onNext(ProcessCalls.part(body, true));
            assertEquals("REQUEST_HEADERS", exchange.next());
            return exchange.next();
        }
    }

    /// The model server broke off, and Envoy answers in its place.
    @Test
    void anAnswerThatEnvoyGivesInsteadIsFree() throws Exception {
        try (Exchange exchange =
                exchange()
                        .head(BodySendMode.BUFFERED, BodySendMode.STREAMED, false)
                        .body()
                        .answerHead("200")
                        .answerHead("502")) {
            assertEquals("REQUEST_HEADERS", exchange.next());
            assertEquals("REQUEST_BODY", exchange.next());
            assertEquals("RESPONSE_HEADERS", exchange.next());
            assertEquals("RESPONSE_HEADERS", exchange.next());
        }
        Calls.await("no holds", () -> test.backend().ledger().openHolds() == 0);
        assertEquals(List.of(), SettledCalls.in(test, folder));
    }

    /// Long bodies have a thread of their own; what comes meanwhile waits for it.
    @ParameterizedTest
    @ValueSource(ints = {0, 64 << 10})
    void whatComesOutOfTurnBreaksOff(int length) throws Exception {
        String words = "w".repeat(length);
        try (Exchange exchange = exchange().body(words)) {
            assertEquals(Status.Code.ABORTED.name(), exchange.next());
        }
        try (Exchange exchange =
                exchange()
                        .head(BodySendMode.BUFFERED, BodySendMode.STREAMED, false)
                        .body(words)
                        .body()) {
            assertEquals("REQUEST_HEADERS", exchange.next());
            assertEquals("REQUEST_BODY", exchange.next());
            assertEquals(Status.Code.ABORTED.name(), exchange.next());
        }
        Calls.await("no holds", () -> test.backend().ledger().openHolds() == 0);
    }
}
