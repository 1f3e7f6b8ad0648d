package io.weighbridge.backend.proxies.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.proxies.wire.ModelJson;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The MCP SDK for Python on both sides of the gateway: by the protocol without sessions of 2026,
/// and by that before it.
@NeedsProgram(Program.PYTHON)
final class ToolSdkTest {
    @TempDir Path folder;

    private List<String> command(String script, String... arguments) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ToolSdkTest.class.getResourceAsStream("/sdk/" + script))) {
            Path file = folder.resolve(script);
            Files.write(file, in.readAllBytes());
            List<String> command = new ArrayList<>();
            command.add(Program.PYTHON.path().toString());
            command.add(file.toString());
            command.addAll(List.of(arguments));
            return command;
        }
    }

    private Path sub(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Test
    void clientAndServerUnderstandIt() throws IOException {
        int port = RunningProgram.freePorts(1).getFirst();
        try (RunningProgram server =
                        RunningProgram.start(
                                command("mcp_server.py", Integer.toString(port)),
                                sub("server"),
                                Map.of());
                ToolBench bench =
                        ToolBench.before(
                                folder, "http://127.0.0.1:" + port + "/mcp", ToolBench.CREDIT)) {
            server.awaitPort(port);
            String poor = bench.test.key(bench.test.account("Poor", 1)).secret();
            List<String> command = command("mcp_sdk.py", bench.url("search"), bench.key, poor);
            Map<String, JsonNode> cases = new HashMap<>();
            try (RunningProgram client = RunningProgram.start(command, sub("client"), Map.of())) {
                assertEquals(0, client.awaitEnd(), client::output);
                for (String line : client.output().lines().toList()) {
                    if (line.startsWith("{")) {
                        JsonNode one = ModelJson.ANSWERS.readTree(line);
                        cases.put(one.path("case").asText(), one);
                    }
                }
            }
            for (String mode : List.of("auto", "legacy")) {
                check(cases, mode);
            }
            // Three tools were called twice; one of them fails, and one the server does not have,
            // which it says in a result.
            assertEquals(6, bench.settled().size());
            assertEquals(ToolBench.CREDIT - 6 * ToolBench.CALL, bench.balanceTokens());
        }
    }

    private static void check(Map<String, JsonNode> cases, String mode) {
        JsonNode calls = Objects.requireNonNull(cases.get("calls " + mode), cases::toString);
        assertEquals("[\"fail\",\"web\"]", calls.path("tools").toString());
        assertEquals("[false,\"found x\"]", calls.path("web").toString(), calls::toString);
        assertTrue(calls.path("fail").get(0).asBoolean(), calls::toString);
        JsonNode poor = Objects.requireNonNull(cases.get("no credit " + mode), cases::toString);
        assertEquals(-32_001, poor.path("code").asInt(), poor::toString);
        assertTrue(poor.path("text").asText().contains("credit"), poor::toString);
        JsonNode bad = Objects.requireNonNull(cases.get("bad key " + mode), cases::toString);
        assertEquals(-32_001, bad.path("code").asInt(), bad::toString);
        assertTrue(bad.path("text").asText().contains("Incorrect API key"), bad::toString);
    }
}
