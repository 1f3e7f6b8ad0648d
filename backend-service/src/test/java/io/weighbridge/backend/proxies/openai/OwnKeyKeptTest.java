package io.weighbridge.backend.proxies.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.cli.Commands;
import io.weighbridge.backend.platform.sql.PostgresAddress;
import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.testkit.HttpCaller;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.TestPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A customer's own key after a new start, in a backup, and after a move to PostgreSQL. On no disk
/// does it stand in the clear.
final class OwnKeyKeptTest {
    @TempDir Path folder;

    private static void run(String... words) {
        StringWriter said = new StringWriter();
        int status =
                Commands.commandLine()
                        .setOut(new PrintWriter(said))
                        .setErr(new PrintWriter(said))
                        .execute(words);
        assertEquals(0, status, said::toString);
    }

    private static int chat(OwnKeyBench bench, Config config) {
        try (TestBackend test = TestBackend.start(config, bench.gateway.time);
                HttpCaller http = new HttpCaller()) {
            int port = test.backend().gatewayPort().orElseThrow();
            String body = Chats.body("").replace("\"chat\"", "\"" + OwnKeyBench.MODEL + "\"");
            return http.send(
                            HttpCaller.post(
                                    HttpCaller.to(port, "/v1/chat/completions"),
                                    bench.gateway.key,
                                    body))
                    .statusCode();
        }
    }

    private static void requireAsked(OwnKeyBench bench, int times) {
        assertEquals(times, bench.provider.asked().size());
        assertEquals(
                List.of("Bearer " + OwnKeyBench.KEY),
                bench.provider.asked().getLast().header("authorization"));
    }

    @Test
    void itIsUsedAfterANewStartAndFromABackupWithTheSecrets() throws IOException {
        try (OwnKeyBench bench = new OwnKeyBench(folder, OwnKeyBench.HELLO, 1_000)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            bench.restart(() -> {});
            assertEquals(200, bench.chat("").statusCode());
            requireAsked(bench, 1);
            String data = bench.data().toString();
            String full = folder.resolve("full").toString();
            String bare = folder.resolve("bare").toString();
            run("backup", "--data", data, "--to", full, "--with-secrets");
            run("backup", "--data", data, "--to", bare);
            run("restore", "--from", full, "--data", folder.resolve("all").toString());
            run("restore", "--from", bare, "--data", folder.resolve("some").toString());
            assertEquals(200, chat(bench, bench.config(folder.resolve("all"))));
            requireAsked(bench, 2);
            assertEquals(500, chat(bench, bench.config(folder.resolve("some"))));
            requireAsked(bench, 2);
            requireOnNoDisk();
        }
    }

    private void requireOnNoDisk() throws IOException {
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(OwnKeyBench.KEY), file::toString);
            }
        }
    }

    @Test
    void itIsUsedAfterAMoveToPostgres() throws IOException {
        PostgresAddress target = TestPostgres.bareDatabase();
        Path password = Files.writeString(folder.resolve("password"), "postgres\n");
        try (OwnKeyBench bench = new OwnKeyBench(folder, OwnKeyBench.HELLO, 1_000)) {
            bench.give(bench.gateway.account, OwnKeyBench.KEY);
            bench.restart(() -> {});
            Path copy = folder.resolve("copy");
            String backup = folder.resolve("backup").toString();
            run("backup", "--data", bench.data().toString(), "--to", backup, "--with-secrets");
            run("restore", "--from", backup, "--data", copy.toString());
            run(
                    "move",
                    "--data",
                    copy.toString(),
                    "--to",
                    target + "?sslmode=disable",
                    "--store-password-file",
                    password.toString());
            assertEquals(200, chat(bench, bench.config(copy).withStore(target)));
            requireAsked(bench, 1);
        }
    }
}
