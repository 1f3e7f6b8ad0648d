package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class ImportPricesCommandTest {
    private static final String MAP =
            """
            {"chat": {"litellm_provider": "openai", "mode": "chat",
                "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05},
             "scribe": {"litellm_provider": "openai", "mode": "audio_transcription",
                "input_cost_per_second": 0.0001, "input_cost_per_hologram": 1}}
            """;

    @TempDir Path folder;
    @AutoClose private TestBackend test;
    private Path file;
    private Path token;

    @BeforeEach
    void start() throws IOException {
        test = TestBackend.start(folder.resolve("data"));
        file = Files.writeString(folder.resolve("map.json"), MAP);
        token =
                Files.writeString(
                        folder.resolve("admin.token"), test.tokens().operator(Role.ADMIN));
    }

    private Console run(String... args) {
        List<String> all = new ArrayList<>(List.of("import-prices"));
        all.addAll(List.of(args));
        all.add("--address=127.0.0.1:" + test.backend().port());
        all.add("--token-file=" + token);
        return Console.run(all.toArray(String[]::new));
    }

    @Test
    void aMapSaysNothingToTheTerminal() throws IOException {
        String clear = "\\u001b[2J";
        Path hostile =
                Files.writeString(
                        folder.resolve("hostile.json"),
                        "{\"a%1$s\": {\"mode\": \"chat\", \"cost%1$s\": 1, \"input_cost_per_token\": 1}}"
                                .formatted(clear));
        Console report = run(hostile.toString(), "--create-services", "--dry-run", "--all");
        assertTrue(report.out().contains("a?[2J"), report.out());
        assertTrue(report.out().indexOf('\u001b') < 0, report.out());
        Path field =
                Files.writeString(
                        folder.resolve("field.json"),
                        "{\"a\": {\"mode\": \"chat\", \"cost%s\": 1, \"input_cost_per_token\": 1}}"
                                .formatted(clear));
        Console fields = run(field.toString(), "--create-services", "--dry-run", "--all");
        assertTrue(fields.out().contains("cost?[2J"), fields.out());
        assertTrue(fields.out().indexOf('\u001b') < 0, fields.out());
    }

    @Test
    void aMapBecomesADraftAndAReport() {
        Console dry = run(file.toString(), "--create-services", "--dry-run");
        assertEquals("", dry.err());
        assertEquals(0, dry.status());
        assertTrue(dry.out().contains("Taken: 3 prices of 2 models"), dry.out());
        assertTrue(
                dry.out().contains("Against nothing, as no book is in force: 3 added"), dry.out());
        assertTrue(
                dry.out()
                        .lines()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "  added +chat  input_tokens +none +-> +2\\.50 per"
                                                        + " 1,000,000 tokens")),
                dry.out());
        assertTrue(dry.out().contains("0.0001 per second of audio"), dry.out());
        assertTrue(dry.out().contains("input_cost_per_hologram  unknown"), dry.out());
        assertTrue(dry.out().endsWith("A dry run: nothing was changed.\n"), dry.out());
        Console made = run(file.toString(), "--create-services");
        assertEquals(0, made.status(), made.err());
        assertTrue(made.out().contains("Kept to compare with: 3 prices of others"), made.out());
        assertTrue(made.out().contains("Made 2 services."), made.out());
        String publish =
                made.out()
                        .lines()
                        .filter(line -> line.contains("Prices/Publish"))
                        .findFirst()
                        .orElseThrow();
        String json = publish.substring(publish.indexOf('{'), publish.lastIndexOf('}') + 1);
        Console published =
                Console.run(
                        "call",
                        "Prices/Publish",
                        json,
                        "--address=127.0.0.1:" + test.backend().port(),
                        "--token-file=" + token);
        assertEquals(0, published.status(), published.err());
        Console again = run(file.toString());
        assertEquals(0, again.status());
        assertTrue(again.out().contains("3 unchanged"), again.out());
        Console kept = run(file.toString(), "--catalogue-only", "--json");
        assertTrue(kept.out().contains("\"others_prices\":3"), kept.out());
        assertTrue(kept.out().contains("\"models_taken\":0"), kept.out());
        assertTrue(again.out().endsWith("Nothing to change: no draft.\n"), again.out());
    }

    @Test
    void whatIsOddHasAStatusOfItsOwn() throws IOException {
        test.chat();
        Console result = run(file.toString(), "--multiply-by", "1000000", "--model", "openai/*");
        assertEquals(3, result.status(), result.err());
        assertTrue(result.out().contains("LOOK AT BEFORE PUBLISHING:"), result.out());
        assertTrue(result.out().contains("scale"), result.out());
        Console all = run(file.toString(), "--all", "--dry-run");
        assertTrue(all.out().contains("litellm_provider  not a price"), all.out());
    }

    @Test
    void theReportIsJsonForPrograms() {
        test.service("speech");
        Console result = run(file.toString(), "--map", "scribe=speech", "--json");
        assertEquals(0, result.status(), result.err());
        assertEquals(1, result.out().lines().count());
        assertTrue(result.out().contains("\"models_taken\":1"), result.out());
        assertTrue(result.out().contains("\"service\":\"speech\""), result.out());
    }

    @Test
    void aUrlIsFetchedHereOnlyWhenTold() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = MAP.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/map.json",
                exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/map.json";
            Console refused = run(url, "--create-services");
            assertEquals(1, refused.status());
            assertTrue(refused.err().startsWith("error: url: http://127.0.0.1"), refused.err());
            assertTrue(refused.err().endsWith(" [INVALID_FIELD]\n"), refused.err());
            Console here = run(url, "--create-services", "--here");
            assertEquals(0, here.status(), here.err());
            assertTrue(here.out().contains("Taken: 3 prices of 2 models"), here.out());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatIsWrongIsSaidInALine() throws IOException {
        Console none = run(folder.resolve("none.json").toString());
        assertEquals(1, none.status());
        assertTrue(none.err().startsWith("error: FILE: "), none.err());
        Path html = Files.writeString(folder.resolve("page.html"), "<!DOCTYPE html><html></html>");
        Console page = run(html.toString());
        assertEquals(1, page.status());
        assertTrue(page.err().startsWith("error: price map: line 1, column 1: "), page.err());
        assertEquals(1, page.err().lines().count());
        Path large = folder.resolve("large.json");
        Files.write(large, new byte[(16 << 20) + 1]);
        assertTrue(run(large.toString()).err().contains("at most 16 MiB"));
        assertEquals(2, run(file.toString(), "--map", "x").status());
        assertEquals(2, run(file.toString(), "--map", "x=a", "--map", "x=b").status());
        assertEquals(2, run().status());
        assertEquals(2, Console.run("import-prices", file.toString(), "--address=x").status());
        Console nobody = Console.run("import-prices", file.toString(), "--address=127.0.0.1:1");
        assertEquals(1, nobody.status());
        assertTrue(nobody.err().startsWith("error: cannot reach 127.0.0.1:1"), nobody.err());
    }
}
