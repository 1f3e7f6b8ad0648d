package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.envoy.BodySendMode;
import io.weighbridge.proto.envoy.ExternalProcessorGrpc;
import io.weighbridge.proto.envoy.HttpTrailers;
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
import java.util.concurrent.CopyOnWriteArrayList;

/// Bodies of requests that come in parts, told as Envoy tells them, at moments of the test's
/// choice.
final class EnvoyBodyTest {
    private static final int KIB = 1_024;
    private static final String PROXY = "envoy";

    @TempDir Path folder;
    private TestBackend test;
    private Account account;
    private String key;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        test =
                TestBackend.start(
                        ProcessCalls.config(folder)
                                .with(EnvoyTable.BODY_MAX_KIB, "1024")
                                .with(EnvoyTable.BODIES_MAX_KIB, "2048"),
                        new SystemTime());
        test.chat();
        account = test.account("Acme", 100_000_000 * Calls.TOKEN);
        key = test.key(account).secret();
        channel = ProcessCalls.channel(test, test.tokens().proxy(PROXY));
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    /// One exchange of Envoy's.
    private final class Exchange implements StreamObserver<ProcessingResponse> {
        private final List<ProcessingResponse> told = new CopyOnWriteArrayList<>();
        private final StreamObserver<ProcessingRequest> gate =
                ExternalProcessorGrpc.newStub(channel).process(this);
        private volatile boolean isEnded;

        Exchange() {
            BodySendMode parts = BodySendMode.FULL_DUPLEX_STREAMED;
            gate.onNext(ProcessCalls.head(key, parts, parts).build());
        }

        void part(String text, boolean isEnd) {
            gate.onNext(ProcessCalls.part(text, isEnd));
        }

        void trailers() {
            gate.onNext(
                    ProcessingRequest.newBuilder()
                            .setRequestTrailers(HttpTrailers.getDefaultInstance())
                            .build());
        }

        void leave() {
            gate.onError(Status.CANCELLED.asRuntimeException());
        }

        /// What the client was answered, 0 for nothing.
        int status() {
            return told.stream()
                    .mapToInt(each -> each.getImmediateResponse().getStatus().getCode())
                    .sum();
        }

        @Override
        public void onNext(ProcessingResponse response) {
            told.add(response);
        }

        @Override
        public void onError(Throwable thrown) {
            // As a test did that leaves.
        }

        @Override
        public void onCompleted() {
            isEnded = true;
        }
    }

    /// A request of so many bytes.
    private static String chat(int length) {
        String body = Chats.body("\"max_tokens\":10");
        return body + " ".repeat(length - body.length());
    }

    /// Else any number of uploads that never end would be in memory.
    @Test
    void aBodyCountsWhileItComes() {
        Exchange one = new Exchange();
        Exchange other = new Exchange();
        one.part(chat(1_000 * KIB), false);
        other.part(chat(1_000 * KIB), false);
        Calls.await("one is refused", () -> one.status() + other.status() == 503);
        Exchange stalled = one.status() == 0 ? one : other;
        stalled.leave();
        Calls.await("there is room again", this::isLongOnePassed);
        assertEquals(0, stalled.status());
    }

    /// Envoy sends on until it has read the refusal.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatComesAfterARefusalOpensNothing(boolean hasTrailers) {
        Exchange exchange = new Exchange();
        exchange.part(chat(1_024 * KIB), false);
        exchange.part(" ", false);
        if (hasTrailers) {
            exchange.trailers();
        } else {
            exchange.part("", true);
        }
        exchange.gate.onCompleted();
        Calls.await("the end", () -> exchange.isEnded);
        assertEquals(413, exchange.status());
        assertEquals(1, exchange.told.size(), exchange.told::toString);
        assertEquals(0, test.balance(account).heldNanos().orElseThrow());
    }

    private boolean isLongOnePassed() {
        Exchange again = new Exchange();
        again.part(chat(1_000 * KIB), true);
        Calls.await("an answer", () -> !again.told.isEmpty());
        boolean isPassed = again.told.getFirst().hasRequestHeaders();
        again.leave();
        return isPassed;
    }
}
