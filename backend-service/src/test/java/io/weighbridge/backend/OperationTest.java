package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Certificates;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.WhoAmIRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Health over HTTP and gRPC, of a whole service.
final class OperationTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir Path folder;

    private TestBackend start(String... more) {
        List<String> flags = new ArrayList<>(List.of(more));
        flags.add("data_directory=" + folder.resolve("data"));
        flags.add("listen.port=0");
        flags.add("http.port=0");
        return TestBackend.start(
                ConfigReader.read(null, Map.of(), flags).config(), new SystemTime());
    }

    private static HttpResponse<String> get(int port, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int httpPort(TestBackend test) {
        return test.backend().httpPort().orElseThrow();
    }

    private static String state(HttpResponse<String> response, String name) throws IOException {
        for (JsonNode check : new ObjectMapper().readTree(response.body()).get("checks")) {
            if (check.get("name").textValue().equals(name)) {
                return check.get("state").textValue() + ": " + check.get("text").textValue();
            }
        }
        return "absent";
    }

    @Test
    void aServiceThatWorksIsReadyAndSaysWhatItLookedAt() throws Exception {
        try (TestBackend test = start()) {
            HttpResponse<String> ready = get(httpPort(test), "/readyz");
            assertEquals(200, ready.statusCode(), ready.body());
            for (String name : List.of("phase", "store", "journal", "ledger")) {
                assertEquals("ok: ", state(ready, name), ready.body());
            }
            assertEquals("absent", state(ready, "certificate"));
            assertEquals(200, get(httpPort(test), "/livez").statusCode());
            assertEquals(404, get(httpPort(test), "/nothing").statusCode());
            HttpResponse<String> metrics = get(httpPort(test), "/metrics");
            assertEquals(200, metrics.statusCode());
            assertTrue(metrics.body().contains("\nweighbridge_ready 1.0\n"), metrics.body());
        }
    }

    @Test
    void aTakenHttpPortIsSaidSo() {
        try (TestBackend test = start()) {
            int port = httpPort(test);
            List<String> flags =
                    List.of(
                            "data_directory=" + folder.resolve("other"),
                            "listen.port=0",
                            "http.port=" + port);
            Config config = ConfigReader.read(null, Map.of(), flags).config();
            Fault fault = assertThrows(Fault.class, () -> Backend.start(config, new SystemTime()));
            assertEquals(
                    "http.port: " + port + " is in use by another program (expected: a free port)",
                    fault.text());
        }
    }

    @Test
    void aCertificateThatCannotBeTakenIsAWarning() throws Exception {
        Certificates authority = new Certificates(folder, "authority");
        Certificates.Pair pair = authority.make("server", MONTH);
        try (TestBackend test =
                start(
                        "tls.certificate=" + pair.certificate(),
                        "tls.key=" + pair.key(),
                        "tls.reload_s=1")) {
            assertEquals("ok: ", state(get(httpPort(test), "/readyz"), "certificate"));
            Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");
            Files.move(nothing, pair.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Calls.await("seen", () -> !certificate(test).equals("ok: "));
            String problem = certificate(test);
            assertTrue(
                    problem.startsWith("warning: the new one cannot be used: tls.certificate: "),
                    problem);
            assertEquals(200, get(httpPort(test), "/readyz").statusCode());
            String metrics = get(httpPort(test), "/metrics").body();
            assertTrue(
                    metrics.contains("\nweighbridge_certificate_reload_failures_total 1.0\n"),
                    metrics);
            assertTrue(
                    metrics.contains("\nweighbridge_check_state{check=\"certificate\"} 1.0\n"),
                    metrics);
        }
    }

    private static String certificate(TestBackend test) {
        try {
            return state(get(httpPort(test), "/readyz"), "certificate");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServingStatus health(ManagedChannel channel, String service) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    @Test
    void grpcHealthNeedsNoTokenAndKnowsEveryService() {
        try (TestBackend test = start()) {
            ManagedChannel bare = test.connectBare();
            try {
                for (String service :
                        List.of("", "weighbridge.v1.Gate", "weighbridge.v1.Accounts")) {
                    assertEquals(ServingStatus.SERVING, health(bare, service), service);
                }
                StatusRuntimeException unknown =
                        assertThrows(StatusRuntimeException.class, () -> health(bare, "nothing"));
                assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
            } finally {
                bare.shutdownNow();
            }
        }
    }

    @Test
    void whileDrainingItSaysNotToComeAndStillServes() throws Exception {
        TestBackend test = start("drain.grace_ms=600000");
        int port = httpPort(test);
        ManagedChannel bare = test.connectBare();
        BlockingQueue<ServingStatus> heard = new LinkedBlockingQueue<>();
        HealthGrpc.newStub(bare)
                .watch(
                        HealthCheckRequest.newBuilder().setService("weighbridge.v1.Gate").build(),
                        new Listening(heard));
        assertEquals(ServingStatus.SERVING, heard.poll(20, TimeUnit.SECONDS));
        Thread closing = Thread.ofPlatform().start(test.backend()::close);
        assertEquals(ServingStatus.NOT_SERVING, heard.poll(20, TimeUnit.SECONDS));
        HttpResponse<String> ready = get(port, "/readyz");
        assertEquals(503, ready.statusCode());
        assertEquals("failed: stopping", state(ready, "phase"));
        assertEquals(200, get(port, "/livez").statusCode());
        // Who did not hear of it yet is served.
        assertEquals(
                "test-admin",
                OperatorsGrpc.newBlockingStub(test.channel())
                        .whoAmI(WhoAmIRequest.getDefaultInstance())
                        .getName());
        assertEquals(ServingStatus.NOT_SERVING, health(bare, ""));
        closing.interrupt();
        closing.join(TimeUnit.SECONDS.toMillis(60));
        assertThrows(IOException.class, () -> get(port, "/livez"));
        bare.shutdownNow();
        test.close();
    }

    private record Listening(BlockingQueue<ServingStatus> heard)
            implements StreamObserver<HealthCheckResponse> {
        @Override
        public void onNext(HealthCheckResponse response) {
            heard.add(response.getStatus());
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {}
    }
}
