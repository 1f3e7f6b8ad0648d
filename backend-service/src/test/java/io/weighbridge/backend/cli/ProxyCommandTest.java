package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `weighbridge proxy`.
final class ProxyCommandTest {
    private static final Pattern GATEWAY =
            Pattern.compile("Gateway: (http://127\\.0\\.0\\.1:[0-9]+/v1) in front of (.+)");

    @TempDir Path folder;

    private Console proxy(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "proxy";
        all[1] = "--set=data_directory=" + folder.resolve("data");
        all[2] = "--set=listen.port=0";
        System.arraycopy(more, 0, all, 3, more.length);
        return Console.run(all);
    }

    @Test
    void saysWhatIsWrong() {
        Console none = proxy();
        assertEquals(2, none.status());
        assertTrue(none.err().contains("--upstream: nothing"), none.err());
        Console listen = proxy("--upstream=http://localhost:8000", "--listen=7445");
        assertEquals(2, listen.status());
        assertTrue(listen.err().contains("--listen: 7445 (expected: HOST:PORT"), listen.err());
        for (String url :
                new String[] {
                    "localhost:8000", "ftp://a", "http://u:p@a", "http://a/v1?x=1", "http:///v1"
                }) {
            Console upstream = proxy("--upstream=" + url);
            assertEquals(1, upstream.status(), url);
            assertTrue(upstream.err().contains("gateway.upstream: "), upstream.err());
        }
        Console open = proxy("--upstream=http://localhost:8000", "--listen=0.0.0.0:7445");
        assertEquals(1, open.status());
        assertTrue(open.err().contains("gateway.host: 0.0.0.0 (expected: a loopback"), open.err());
        Console tls = proxy("--upstream=http://localhost:8000", "--set=gateway.tls=true");
        assertEquals(1, tls.status());
        assertTrue(tls.err().contains("gateway.tls: true (expected: false"), tls.err());
    }

    @Test
    void servesUntilItIsToldToStop() throws IOException, InterruptedException {
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
                                "proxy",
                                "--upstream=http://127.0.0.1:9",
                                "--listen=127.0.0.1:0",
                                "--set=data_directory=" + folder.resolve("data"),
                                "--set=listen.port=0",
                                "--set=http.enabled=false")
                        .redirectError(folder.resolve("errors.txt").toFile())
                        .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                HttpClient client = HttpClient.newHttpClient()) {
            assertTrue(String.valueOf(out.readLine()).contains(" is ready: "));
            String line = String.valueOf(out.readLine());
            Matcher gateway = GATEWAY.matcher(line);
            assertTrue(gateway.matches(), line);
            assertEquals("http://127.0.0.1:9/v1", gateway.group(2));
            URI models = URI.create(gateway.group(1) + "/models");
            assertEquals(
                    401,
                    client.send(
                                    HttpRequest.newBuilder(models).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode());
            assertTrue(process.toHandle().destroy());
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
