package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real process, as the launcher starts it.
final class ServeProcessTest {
    private static final Pattern READY =
            Pattern.compile(
                    "Weighbridge \\S+ is ready: listening on 127\\.0\\.0\\.1:([0-9]+), data in (.+)");

    @TempDir Path folder;
    private final List<Process> processes = new ArrayList<>();

    private Process start(Path config, String errors) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                "io.weighbridge.backend.Main",
                                "serve",
                                "--config",
                                config.toString())
                        .redirectError(folder.resolve(errors).toFile())
                        .start();
        processes.add(process);
        return process;
    }

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    private Path config(String name, String data, int port) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "data_directory = \""
                        + data
                        + "\"\n[listen]\nport = "
                        + port
                        + "\n[http]\nport = 0\n");
    }

    private static Matcher ready(BufferedReader out) throws IOException {
        String line = String.valueOf(out.readLine());
        Matcher matcher = READY.matcher(line);
        assertTrue(matcher.matches(), line);
        return matcher;
    }

    private static int end(Process process) throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        return process.exitValue();
    }

    @Test
    void saysThatNobodyCanLogInYet() throws IOException, InterruptedException {
        Process process = start(config("weighbridge.toml", "data", 0), "errors.txt");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            var _ = ready(out);
            assertTrue(out.readLine().startsWith("Health and metrics: http://127.0.0.1:"));
            assertEquals(
                    "Nobody can log in yet: stop it, and run weighbridge bootstrap --data "
                            + folder.resolve("data")
                            + " --name NAME",
                    out.readLine());
            assertTrue(process.toHandle().destroy());
            assertEquals(0, end(process));
        }
    }

    @Test
    void saysWhereProxiesAndMetersTurnTo() throws IOException, InterruptedException {
        Path config = config("weighbridge.toml", "data", 0);
        Files.writeString(
                config,
                Files.readString(config)
                        + """
                        [envoy]
                        enabled = true
                        port = 0
                        [forward_auth]
                        enabled = true
                        port = 0
                        [events]
                        enabled = true
                        port = 0
                        grpc = true
                        grpc_port = 0
                        """);
        Process process = start(config, "errors.txt");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            var _ = ready(out);
            String port = "127\\.0\\.0\\.1:[0-9]+";
            for (String line :
                    List.of(
                            "Health and metrics: http://" + port + "/readyz and /metrics",
                            "Envoy asks at " + port,
                            "Proxies ask over HTTP: http://" + port + "/auth/DIALECT, .*",
                            "Usage events: http://" + port + "/events, /litellm and /v1/traces.*",
                            "OTLP over gRPC: " + port)) {
                String told = String.valueOf(out.readLine());
                assertTrue(told.matches(line), told);
            }
            assertTrue(process.toHandle().destroy());
            assertEquals(0, end(process));
        }
    }

    /// The model servers are in a file alone.
    @Test
    void saysWhatItsGatewayStandsBefore() throws IOException, InterruptedException {
        Path models =
                Files.writeString(
                        folder.resolve("models.toml"),
                        "[mcp.search]\nurl = \"http://127.0.0.1:9/mcp\"\n");
        Path config = config("weighbridge.toml", "data", 0);
        Files.writeString(
                config,
                Files.readString(config)
                        + "[gateway]\nport = 0\nmodels_file = \""
                        + models
                        + "\"\n");
        Process process = start(config, "errors.txt");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertTrue(out.readLine().endsWith("there is no service mcp/search yet"));
            var _ = ready(out);
            assertTrue(out.readLine().startsWith("Health and metrics: "));
            String gateway = String.valueOf(out.readLine());
            assertTrue(gateway.startsWith("Gateway: http://127.0.0.1:"), gateway);
            assertTrue(gateway.endsWith("/v1 in front of what is in " + models), gateway);
            assertTrue(process.toHandle().destroy());
            assertEquals(0, end(process));
        }
    }

    @Test
    void servesUntilItIsToldToStop() throws IOException, InterruptedException {
        assertEquals(
                0,
                Console.run(
                                "bootstrap",
                                "--data=" + folder.resolve("data"),
                                "--name=anna",
                                "--generate")
                        .status());
        Process first = start(config("weighbridge.toml", "data", 0), "first.txt");
        try (BufferedReader out = first.inputReader(StandardCharsets.UTF_8)) {
            Matcher ready = ready(out);
            assertEquals(folder.resolve("data").toString(), ready.group(2));
            int port = Integer.parseInt(ready.group(1));
            String address = "--address=127.0.0.1:" + port;
            Console called = Console.run("call", "Gate/Quote", "{\"service\": \"x\"}", address);
            assertTrue(called.err().endsWith(" [UNAUTHENTICATED]\n"), called.err());

            Process sameData = start(config("same-data.toml", "data", 0), "same-data.txt");
            assertEquals(1, end(sameData));
            assertEquals(
                    "error: "
                            + folder.resolve("data")
                            + " is in use by another Weighbridge process [STORE_UNAVAILABLE]\n",
                    Files.readString(folder.resolve("same-data.txt")));
            Process samePort = start(config("same-port.toml", "data2", port), "same-port.txt");
            assertEquals(1, end(samePort));
            assertEquals(
                    "error: listen.port: "
                            + port
                            + " is in use by another program (expected: a free port)"
                            + " [INVALID_FIELD]\n",
                    Files.readString(folder.resolve("same-port.txt")));

            Console check = Console.run("verify-ledger", "--data", ready.group(2));
            assertEquals(0, check.status(), check.err());
            assertTrue(check.out().endsWith("The ledger balances.\n"), check.out());

            // SIGTERM; Process.destroy would close its output as well.
            assertTrue(first.toHandle().destroy());
            assertTrue(out.readLine().startsWith("Health and metrics: http://127.0.0.1:"));
            assertEquals("Stopping: calls in flight end first.", out.readLine());
            assertEquals("Stopped; all that was answered is on the disk.", out.readLine());
        }
        assertEquals(0, end(first));
        // Nothing of the VM's or a library's own on standard error.
        assertEquals("", Files.readString(folder.resolve("first.txt")));
    }
}
