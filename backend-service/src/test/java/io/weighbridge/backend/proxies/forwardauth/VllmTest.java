package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
                    await part(b'{"choices":[],')
                    await part(USAGE + b"}", False)
                elif path == "/unknown":
                    await part(b'data: {"choices":[]}\\n\\ndata: [DONE]\\n\\n', False)
                else:
                    await part(b'data: {"choices":[1]}\\n\\nda')
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
        String request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: model\r\nConnection: close\r\n"
                        + (hold.isEmpty() ? "" : "X-Weighbridge-Hold: " + hold + "\r\n")
                        + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (path.equals("/left")) {
                // The whole usage was told, and then it leaves.
                StringBuilder seen = new StringBuilder();
                while (seen.indexOf("cached_tokens\":2") < 0) {
                    seen.append((char) socket.getInputStream().read());
                }
            } else {
                socket.getInputStream().readAllBytes();
            }
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
        Units units = Units.parse("input_tokens=9 cached_input_tokens=2 output_tokens=4");
        return new LogLine.Ended(new LoggedCall(hold, outcome, units, -1));
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
                Map.of("WEIGHBRIDGE_USAGE_LOG", folder.resolve("usage.log").toString());
        try (RunningProgram running = RunningProgram.start(command, folder, environment)) {
            var _ = running.awaitPort(port);
            ask(port, "/plain", "");
            ask(port, "/plain", "h1");
            assertEquals(List.of(ended("h1", Outcome.OK)), linesOf(1));
            ask(port, "/stream", "h2");
            assertEquals(ended("h2", Outcome.OK), linesOf(2).get(1));
            ask(port, "/refused", "h3");
            assertEquals(
                    new LogLine.Ended(new LoggedCall("h3", null, Units.NONE, -1)),
                    linesOf(3).get(2));
            ask(port, "/unknown", "h4");
            assertEquals(new LogLine.WithoutUsage(), linesOf(4).get(3));
            ask(port, "/broken", "h5");
            assertEquals(ended("h5", Outcome.UPSTREAM_ERROR), linesOf(5).get(4));
            ask(port, "/left", "h6");
            assertEquals(ended("h6", Outcome.CLIENT_GONE), linesOf(6).get(5));
        }
    }
}
