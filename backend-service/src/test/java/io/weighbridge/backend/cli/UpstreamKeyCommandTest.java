package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

final class UpstreamKeyCommandTest {
    private static final String KEY = "sk-or-v1-canary-0123456789-wxyz";

    @TempDir Path directory;

    private Console run(TestBackend test, String input, String... words) throws IOException {
        Path password = directory.resolve("password");
        String[] args = new String[words.length + 4];
        args[0] = "upstream-key";
        System.arraycopy(words, 0, args, 1, words.length);
        args[words.length + 1] = "--address=127.0.0.1:" + test.backend().port();
        args[words.length + 2] = "--operator=anna";
        args[words.length + 3] = "--password-file=" + password;
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            Console done = Console.run(args);
            assertFalse((done.out() + done.err()).contains("canary"), done.toString());
            return done;
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aKeyIsGivenFromTheInputListedReplacedAndRemoved() throws IOException {
        Path models =
                Files.writeString(
                        directory.resolve("models.toml"),
                        """
                        [providers.openrouter]
                        url = "https://openrouter.ai/api/v1"
                        service = "byok/openrouter"
                        """);
        Config config =
                Config.of(directory.resolve("data"))
                        .withPort(0)
                        .with(GatewayTable.MODELS_FILE, models.toString())
                        .with(GatewayTable.PORT, "0");
        try (TestBackend test = TestBackend.start(config, new SystemTime())) {
            var anna = test.backend().operators().create("anna", "", Role.ADMIN);
            Path first = Files.writeString(directory.resolve("first"), anna.password() + "\n");
            Path password =
                    Files.writeString(directory.resolve("password"), "a password of anna's\n");
            Console changed =
                    Console.run(
                            "password",
                            "--address=127.0.0.1:" + test.backend().port(),
                            "--operator=anna",
                            "--password-file=" + first,
                            "--new-password-file=" + password);
            assertEquals("", changed.err());
            String account = "--account=" + IdKind.ACCOUNT.format(test.account("Acme", 0).id());
            String provider = "--provider=openrouter";
            Console added = run(test, KEY + "\nmore\n", "add", account, provider);
            assertEquals("", added.err());
            assertTrue(added.out().contains(" has its own key …wxyz for openrouter."), added::out);
            assertEquals(1, run(test, KEY, "add", account, provider).status());
            Console replaced = run(test, KEY + "1234", "add", "--replace", account, provider);
            assertTrue(replaced.out().contains("…1234"), replaced::out);
            Console listed = run(test, "", "list", account);
            assertTrue(listed.out().startsWith("openrouter  …1234  given 2"), listed::out);
            assertTrue(listed.out().endsWith("  never used\n"), listed::out);
            assertEquals(0, run(test, "", "remove", account, provider).status());
            assertEquals("", run(test, "", "list", account).out());
            assertEquals(2, run(test, "\n", "add", account, provider).status());
            assertEquals(2, run(test, "").status());
        }
    }
}
