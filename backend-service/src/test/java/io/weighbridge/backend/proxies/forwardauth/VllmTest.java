package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.proxies.logs.LogFormat;
import io.weighbridge.backend.proxies.logs.LogLine;
import io.weighbridge.backend.proxies.logs.LoggedCall;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The middleware of docs/proxies/vllm.md in a real server (LiteLLM's, which is uvicorn) around a
/// model of a few lines.
@NeedsProgram(Program.LITELLM)
final class VllmTest {
    private static final Path PAGES = Path.of("..", "docs", "proxies", "vllm");
    private static final String MODEL =
            """
            import asyncio
            from weighbridge_usage import UsageLog

            USAGE = (b'"usage":{"prompt_tokens":9,"completion_tokens":4,'
                     b'"prompt_tokens_details":{"cached_tokens":2}}')

            async def model(scope, receive, send):
                path = scope["path"]
                status = 400 if path == "/refused" else 200
                is_json = path in ("/plain", "/refused")
                kind = b"application/json" if is_json else b"text/event-stream"
                await send({"type": "http.response.start", "status": status,
                            "headers": [(b"content-type", kind)]})
                async def part(body, more=True):
                    await send({"type": "http.response.body", "body": body, "more_body": more})
                if path in ("/plain", "/refused"):
                    await part(b'{"model":"qwen","choices":[],')
                    await part(USAGE + b"}", False)
                elif path == "/early":
                    await part(b'data: {"choices":[{"delta":{"content":""}}]}\\n\\n')
                    await part(b'data: {"choices":[{"delta":{"content":"a"}}]}\\n\\n')
                    await part(b'data: {"choices":[{"delta":{"content":"b"}}]}\\n\\n')
                    while (await receive())["type"] != "http.disconnect":
                        pass
                elif path == "/slow":
                    await part(b'data: {"choices":[{"delta":{"content":"a"}}]}\\n\\n')
                    await asyncio.sleep(60)
                elif path == "/unknown":
                    await part(b'data: {"choices":[]}\\n\\ndata: [DONE]\\n\\n', False)
                else:
                    await part(b'data: {"choices":[{"text":"a"}]}\\n\\nda')
                    await part(b'ta: {"choices":[],' + USAGE[:20])
                    await part(USAGE[20:] + b"}\\n\\n")
                    if path == "/broken":
                        raise RuntimeError("out of memory")
                    if path == "/left":
                        while (await receive())["type"] != "http.disconnect":
                            pass
                        return
                    await part(b"data: [DONE]\\n\\n", False)

            app = UsageLog(model)
            """;

    @TempDir Path folder;

    private void ask(int port, String path, String hold) throws IOException {
        ask(port, "GET " + path, path, hold);
    }

    private String ask(int port, String line, String path, String hold) throws IOException {
        String request =
                line
                        + " HTTP/1.1\r\nHost: model\r\nConnection: close\r\n"
                        + (hold.isEmpty() ? "" : "X-Weighbridge-Hold: " + hold + "\r\n")
                        + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            // Whoever leaves has seen this: the whole usage, or all of the answer and no usage.
            String last =
                    switch (path) {
                        case "/left" -> "cached_tokens\":2";
                        case "/early" -> "\"b\"";
                        default -> "";
                    };
            if (last.isEmpty()) {
                return new String(
                        socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            }
            StringBuilder seen = new StringBuilder();
            while (seen.indexOf(last) < 0) {
                seen.append((char) socket.getInputStream().read());
            }
            return seen.toString();
        }
    }

    private List<LogLine> lines() throws IOException {
        Path log = folder.resolve("usage.log");
        if (!Files.exists(log)) {
            return List.of();
        }
        return Files.readAllLines(log).stream()
                .map(line -> LogFormat.VLLM.read(line, Units.NONE))
                .toList();
    }

    private List<LogLine> linesOf(int count) throws IOException {
        Calls.await(
                count + " lines",
                () -> {
                    try {
                        return lines().size() >= count;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return lines();
    }

    private static LogLine ended(String hold, Outcome outcome) {
        return ended(hold, outcome, "");
    }

    private static LogLine ended(String hold, Outcome outcome, String model) {
        Units units = Units.parse("input_tokens=9 cached_input_tokens=2 output_tokens=4");
        return new LogLine.Ended(new LoggedCall(hold, outcome, units, -1, -1, model));
    }

    @Test
    void writesDownWhatEachCallUsed() throws IOException {
        Files.copy(PAGES.resolve("weighbridge_usage.py"), folder.resolve("weighbridge_usage.py"));
        Files.writeString(folder.resolve("model.py"), MODEL);
        int port = RunningProgram.freePorts(1).getFirst();
        Path server = Program.LITELLM.path().resolveSibling("uvicorn");
        List<String> command =
                List.of(server.toString(), "model:app", "--port=" + port, "--lifespan=off");
        Map<String, String> environment =
                Map.of(
                        "WEIGHBRIDGE_USAGE_LOG",
                        folder.resolve("usage.log").toString(),
                        "WEIGHBRIDGE_CALL_SECONDS",
                        "4");
        try (RunningProgram running = RunningProgram.start(command, folder, environment)) {
            var _ = running.awaitPort(port);
            ask(port, "/plain", "");
            ask(port, "/plain", "h1");
            assertEquals(List.of(ended("h1", Outcome.OK, "qwen")), linesOf(1));
            ask(port, "/stream", "h2");
            assertEquals(ended("h2", Outcome.OK), linesOf(2).get(1));
            ask(port, "/refused", "h3");
            assertEquals(
                    new LogLine.Ended(new LoggedCall("h3", null, Units.NONE, -1, -1, "qwen")),
                    linesOf(3).get(2));
            ask(port, "/unknown", "h4");
            assertEquals(new LogLine.WithoutUsage(), linesOf(4).get(3));
            ask(port, "/broken", "h5");
            assertEquals(ended("h5", Outcome.UPSTREAM_ERROR), linesOf(5).get(4));
            ask(port, "/left", "h6");
            assertEquals(ended("h6", Outcome.CLIENT_GONE), linesOf(6).get(5));
            ask(port, "/early", "h7");
            assertEquals(
                    new LogLine.Ended(
                            new LoggedCall("h7", Outcome.CLIENT_GONE, Units.NONE, -1, -1, "")),
                    linesOf(7).get(6));
            assertTrue(
                    Files.readAllLines(folder.resolve("usage.log"))
                            .get(6)
                            .contains("\"pieces\": 2"));
            String refused = ask(port, "POST /v1/completions", "", "");
            assertTrue(refused.startsWith("HTTP/1.1 403 "), refused);
            assertTrue(ask(port, "GET /v1/models", "", "").startsWith("HTTP/1.1 200 "));
            assertEquals(7, lines().size());
            ask(port, "/slow", "h8");
            assertEquals(
                    new LogLine.Ended(
                            new LoggedCall("h8", Outcome.CLIENT_GONE, Units.NONE, -1, -1, "")),
                    linesOf(8).get(7));
        }
    }
}
