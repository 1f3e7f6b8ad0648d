package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.RunningProgram;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// A real proxy with the configuration that its page shows, in front of a model server and beside a
/// gate.
final class FrontedModel implements AutoCloseable {
    private static final Path PAGES = Path.of("..", "docs", "proxies");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CHAT = "{\"model\":\"chat\",\"messages\":[]}";

    final ModelServer model;
    final int port;
    private final RunningProgram proxy;
    private final HttpCaller http = new HttpCaller();

    /// A proxy, and how it is started.
    ///
    /// @param name of its folder among the pages
    /// @param files that are copied from there, the first the one to start with
    /// @param command given that file
    record Kind(String name, List<String> files, Command command) {
        interface Command {
            List<String> of(Path file);
        }
    }

    private FrontedModel(ModelServer model, int port, RunningProgram proxy) {
        this.model = model;
        this.port = port;
        this.proxy = proxy;
    }

    /// Starts it with its files as they stand, but for ports.
    static FrontedModel start(Kind kind, int gatePort, Path folder) throws IOException {
        return start(kind, gatePort, folder, text -> text);
    }

    /// Starts it with something else in its files.
    static FrontedModel start(Kind kind, int gatePort, Path folder, UnaryOperator<String> edit)
            throws IOException {
        ModelServer model = ModelServer.start(FrontedModel::answer);
        int port = RunningProgram.freePorts(1).getFirst();
        int modelPort = URI.create(model.url()).getPort();
        for (String file : kind.files()) {
            String text = Files.readString(PAGES.resolve(kind.name()).resolve(file));
            Files.writeString(
                    folder.resolve(file),
                    edit.apply(text)
                            .replace("127.0.0.1:7446", "127.0.0.1:" + gatePort)
                            .replace("127.0.0.1:8000", "127.0.0.1:" + modelPort)
                            .replace("127.0.0.1:8080", "127.0.0.1:" + port));
        }
        String first = kind.files().getFirst();
        Map<String, String> home =
                Map.of("HOME", folder.toString(), "XDG_DATA_HOME", folder.toString());
        RunningProgram proxy =
                RunningProgram.start(kind.command().of(folder.resolve(first)), folder, home)
                        .awaitPort(port);
        return new FrontedModel(model, port, proxy);
    }

    // Go's proxies cut an answer short now and then that begins before they sent the whole request.
    private static void answer(AskedModel asked, ModelReply reply) throws IOException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        reply.json(
                200,
                ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)),
                "x-prompt-tokens: 9",
                "x-generated-tokens: 4");
    }

    HttpRequest.Builder chat(String key) {
        return HttpCaller.post(HttpCaller.to(port, "/v1/chat/completions"), key, CHAT);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return http.send(request);
    }

    /// Begins a call, and leaves it when something of the answer is there.
    void leaveAfterTheFirstPart(String key) throws IOException {
        try (InputStream answer = http.open(chat(key)).body()) {
            assertTrue(answer.read() >= 0);
        }
    }

    /// The status of a request that no client of ours would write.
    int raw(String target, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("POST " + target + " HTTP/1.1\r\n");
        request.append("Host: 127.0.0.1\r\nContent-Type: application/json\r\n");
        request.append("Connection: close\r\nContent-Length: ").append(CHAT.length());
        request.append("\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("\r\n").append(CHAT);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answer =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = answer.readLine();
            return first == null ? 0 : Integer.parseInt(first.split(" ")[1]);
        }
    }

    /// What the proxy wrote.
    String output() {
        return proxy.output();
    }

    @Override
    public void close() {
        http.close();
        proxy.close();
        model.close();
    }
}
