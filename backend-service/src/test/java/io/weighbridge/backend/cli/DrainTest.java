package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.ledger.check.LedgerCheck;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.GateGrpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SIGTERM to a real process with a call in flight.
final class DrainTest {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)");

    @TempDir Path folder;
    // Of calls that came just before new ones were refused: nobody settles them.
    private int admittedLate;

    private Process start(Path config) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        "io.weighbridge.backend.Main",
                        "serve",
                        "--config",
                        config.toString(),
                        "--set",
                        "log.format=json")
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    private static int port(String line) {
        Matcher matcher = PORT.matcher(line);
        assertTrue(matcher.find(), line);
        return Integer.parseInt(matcher.group(1));
    }

    private static ManagedChannel connect(int port, String proxy) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .intercept(BearerToken.attaching(proxy))
                .build();
    }

    private static int readyz(HttpClient client, int port) {
        try {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/readyz"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void callsInFlightEndAndNewOnesAreRefused() throws Exception {
        Path data = folder.resolve("data");
        String key;
        String proxy;
        try (TestBackend test = TestBackend.start(data)) {
            test.chat();
            key = test.key(test.account("Acme", 1_000 * Calls.TOKEN)).secret();
            proxy = test.tokens().proxy("test");
        }
        Path config =
                Files.writeString(
                        folder.resolve("weighbridge.toml"),
                        """
                        data_directory = "data"
                        listen.port = 0
                        http.port = 0
                        drain.timeout_ms = 600000
                        """);
        Process process = start(config);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                HttpClient http = HttpClient.newHttpClient()) {
            int port = port(out.readLine());
            int httpPort = port(out.readLine());
            assertTrue(out.readLine().startsWith("Nobody can log in yet"));
            assertEquals(200, readyz(http, httpPort));
            ManagedChannel channel = connect(port, proxy);
            MeterClient stream = MeterClient.open(channel);
            stream.open("a", Calls.chat(key, 10, 10).build(), 0);
            assertTrue(stream.next().hasAdmitted());

            // SIGTERM; Process.destroy would close its output as well.
            assertTrue(process.toHandle().destroy());
            assertEquals("Stopping: calls in flight end first.", out.readLine());
            Calls.await("not ready", () -> readyz(http, httpPort) == 503);
            Calls.await("refused", () -> isRefused(port, proxy, key));

            stream.done("a", 10, 5);
            assertEquals(15 * Calls.TOKEN, stream.next().getSettled().getChargeNanos());
            stream.complete();
            assertEquals("Stopped; all that was answered is on the disk.", out.readLine());
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue());
            channel.shutdownNow();
        } finally {
            process.destroyForcibly();
        }
        var report = LedgerCheck.of(data);
        assertTrue(report.balanced(), report::toString);
        // The journal holds nothing that SQL lacks.
        assertEquals(0, report.journalTail());
        assertEquals(admittedLate, report.openHolds());
    }

    // A new connection finds nobody who takes a call.
    private boolean isRefused(int port, String proxy, String key) {
        ManagedChannel late = connect(port, proxy);
        try {
            if (GateGrpc.newBlockingStub(late)
                    .authorize(Calls.chat(key, 1, 1).build())
                    .hasAdmitted()) {
                admittedLate++;
            }
            return false;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.UNAVAILABLE;
        } finally {
            late.shutdownNow();
        }
    }
}
