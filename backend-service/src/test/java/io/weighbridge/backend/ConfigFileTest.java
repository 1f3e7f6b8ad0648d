package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.PostgresAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class ConfigFileTest {
    private static final Path EXAMPLE = Path.of("../docs/weighbridge.example.toml");

    @TempDir Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("weighbridge.toml"), content);
    }

    private String problem(String content) throws IOException {
        Path file = file(content);
        String text = assertThrows(Fault.class, () -> ConfigFile.read(file)).text();
        assertTrue(text.startsWith(file + ": "), text);
        return text.substring((file + ": ").length());
    }

    @Test
    void exampleHoldsTheDefaults() throws IOException {
        Path copy = file(Files.readString(EXAMPLE));
        assertEquals(Config.of(folder.resolve("data")), ConfigFile.read(copy));
    }

    @Test
    void exampleNamesEverySetting() throws IOException {
        String example = Files.readString(EXAMPLE);
        for (String setting : ConfigFile.SETTINGS) {
            String name = setting.substring(setting.lastIndexOf('.') + 1);
            assertTrue(example.contains("\n" + name + " = "), setting);
        }
    }

    @Test
    void anEmptyFileMeansTheDefaults() throws IOException {
        assertEquals(Config.of(folder.resolve("data")), ConfigFile.read(file("")));
    }

    @Test
    void everySettingIsTaken() throws IOException {
        Path file =
                file(
                        """
                        data_directory = "../elsewhere"
                        currency = "EUR"
                        [listen]
                        host = "::1"
                        port = 9000
                        event_loops = 3
                        [keys]
                        prefix = "sk-"
                        environment = "test"
                        """);
        Path data = folder.resolveSibling("elsewhere");
        assertEquals(new Config(data, "::1", 9000, 3, "sk-", "test", "EUR"), ConfigFile.read(file));
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearestKnownOne() throws IOException {
        assertEquals(
                "listen.prot: no such setting (expected: did you mean listen.port?)",
                problem("[listen]\nprot = 1"));
        assertEquals(
                "port: no such setting (expected: did you mean listen.port?)", problem("port = 1"));
        assertTrue(problem("zebra = 1").contains("one of data_directory, currency, listen.host"));
    }

    @Test
    void aValueOfTheWrongKindOrSizeIsRefused() throws IOException {
        assertEquals(
                "listen.port: \"x\" (expected: a whole number)", problem("listen.port = \"x\""));
        assertEquals("listen.port: 1.5 (expected: a whole number)", problem("listen.port = 1.5"));
        assertEquals("listen.port: 65536 (expected: 0 to 65535)", problem("listen.port = 65536"));
        assertEquals("listen.host: 5 (expected: a text in quotes)", problem("listen.host = 5"));
        assertEquals(
                "listen.event_loops: -1 (expected: 1 to 256)", problem("listen.event_loops = -1"));
        assertEquals(
                "currency: Euro (expected: an ISO 4217 code such as USD)",
                problem("currency = \"Euro\""));
    }

    @Test
    void onlyLoopbackIsListenedOn() throws IOException {
        for (String host : new String[] {"0.0.0.0", "::", "10.0.0.1", "example.org"}) {
            assertEquals(
                    "listen.host: "
                            + host
                            + " (expected: a loopback address (127.0.0.1, ::1) until there is TLS)",
                    problem("listen.host = \"" + host + "\""));
        }
        for (String host : new String[] {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) {
            assertEquals(host, ConfigFile.read(file("listen.host = '" + host + "'")).listenHost());
        }
    }

    @Test
    void whatIsNotTomlIsRefusedWithItsLine() throws IOException {
        String text = problem("currency = \"USD\"\n[listen\n");
        assertTrue(text.startsWith("line 2: "), text);
    }

    @Test
    void aPostgresStoreIsTakenWithItsPasswordFromAFile() throws IOException {
        Files.writeString(folder.resolve("store.password"), "s3cret-canary\nmore");
        Config config =
                ConfigFile.read(
                        file(
                                """
                                [store]
                                url = "postgresql://wb@db.example.com/billing"
                                password_file = "store.password"
                                """));
        PostgresAddress store = (PostgresAddress) config.store();
        assertEquals("s3cret-canary", store.password());
        assertEquals("postgresql://wb@db.example.com:5432/billing", store.toString());
        assertFalse(config.toString().contains("canary"), config::toString);
        assertTrue(
                problem("[store]\nurl = \"postgresql://wb:pw@db/b\"")
                        .startsWith("store.url: with a password in it"));
        assertTrue(problem("[store]\npassword_file = \"x\"").startsWith("store.password_file: "));
    }

    @Test
    void aMissingFileIsRefused() {
        Path none = folder.resolve("none.toml");
        String text = assertThrows(Fault.class, () -> ConfigFile.read(none)).text();
        assertTrue(text.startsWith(none + ": not found (expected: a settings file"), text);
    }
}
