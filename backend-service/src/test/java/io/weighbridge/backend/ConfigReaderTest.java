package io.weighbridge.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.platform.fault.Fault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class ConfigReaderTest {
    private static final Path EXAMPLE = Path.of("../docs/weighbridge.example.toml");
    private static final Path TABLE = Path.of("../docs/configuration.md");

    @TempDir Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("weighbridge.toml"), content);
    }

    private static Config read(Path file) {
        return ConfigReader.read(file, Map.of(), List.of()).config();
    }

    private List<String> problems(String content) throws IOException {
        Path file = file(content);
        return ConfigReader.read(file, Map.of(), List.of()).problems().stream()
                .map(
                        problem -> {
                            String source = problem.startsWith("default: ") ? "default" : "" + file;
                            assertTrue(problem.startsWith(source + ": "), problem);
                            return problem.substring((source + ": ").length());
                        })
                .toList();
    }

    private String problem(String content) throws IOException {
        List<String> problems = problems(content);
        assertEquals(1, problems.size(), problems::toString);
        return problems.getFirst();
    }

    @Test
    void exampleHoldsTheDefaults() throws IOException {
        Path copy = file(Files.readString(EXAMPLE));
        assertEquals(Config.of(folder.resolve("data")), read(copy));
    }

    @Test
    void exampleNamesEverySetting() throws IOException {
        String example = Files.readString(EXAMPLE);
        Set<String> found = new HashSet<>();
        String section = "";
        for (String line : example.lines().toList()) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.indexOf(']')) + '.';
            } else if (line.contains(" = ") && !line.startsWith("#")) {
                found.add(section + line.substring(0, line.indexOf(" = ")));
            }
        }
        Set<String> all = new HashSet<>();
        ConfigTable.TABLE.all().forEach(setting -> all.add(setting.name()));
        assertEquals(all, found);
    }

    @Test
    void documentationHoldsTheTable() throws IOException {
        List<String> expected =
                ConfigTable.TABLE.all().stream().map(ConfigReaderTest::row).toList();
        List<String> listed =
                Files.readAllLines(TABLE).stream().filter(line -> line.startsWith("| `")).toList();
        assertEquals(String.join("\n", expected), String.join("\n", listed));
    }

    private static String row(Setting<?> setting) {
        return "| `"
                + setting.name()
                + "` | "
                + setting.expected()
                + " | "
                + (setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`")
                + " | "
                + setting.text()
                + (setting.secret() ? " Secret." : "")
                + " |";
    }

    @Test
    void namesInTheEnvironmentAreDistinct() {
        Set<String> variables = new HashSet<>();
        ConfigTable.TABLE.all().forEach(setting -> variables.add(setting.variable()));
        assertEquals(ConfigTable.TABLE.all().size(), variables.size());
        assertEquals("WEIGHBRIDGE_LISTEN_EVENT_LOOPS", ConfigTable.LISTEN_EVENT_LOOPS.variable());
    }

    @Test
    void anEmptyFileMeansTheDefaults() throws IOException {
        assertEquals(Config.of(folder.resolve("data")), read(file("")));
    }

    @Test
    void everySettingIsTaken() throws IOException {
        Config config =
                read(
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
                                """));
        assertEquals(folder.resolveSibling("elsewhere"), config.dataDirectory());
        assertEquals("EUR", config.currency());
        assertEquals("::1", config.listenHost());
        assertEquals(9000, config.listenPort());
        assertEquals(3, config.eventLoops());
        assertEquals("sk-", config.keyPrefix());
        assertEquals("test", config.keyEnvironment());
    }

    @Test
    void flagsWinOverTheEnvironmentWhichWinsOverTheFile() throws IOException {
        Path file = file("[listen]\nport = 1\nevent_loops = 2\n[keys]\nprefix = 'a'");
        ConfigReader read =
                ConfigReader.read(
                        file,
                        Map.of(
                                "WEIGHBRIDGE_LISTEN_PORT", "3",
                                "WEIGHBRIDGE_LISTEN_EVENT_LOOPS", "4",
                                "PATH", "/bin"),
                        List.of("listen.port=5"));
        Config config = read.config();
        assertEquals(5, config.listenPort());
        assertEquals(4, config.eventLoops());
        assertEquals("a", config.keyPrefix());
        assertEquals("--set", read.values().source(ConfigTable.LISTEN_PORT).text());
        assertEquals(
                "environment WEIGHBRIDGE_LISTEN_EVENT_LOOPS",
                read.values().source(ConfigTable.LISTEN_EVENT_LOOPS).text());
        assertEquals(file.toString(), read.values().source(ConfigTable.KEYS_PREFIX).text());
        assertEquals("default", read.values().source(ConfigTable.CURRENCY).text());
    }

    @Test
    void pathsBeginWhereTheyWereWritten() throws IOException {
        Path file = file("");
        Path here = Path.of("").toAbsolutePath();
        assertEquals(
                here.resolve("x"),
                ConfigReader.read(file, Map.of(), List.of("data_directory=x"))
                        .config()
                        .dataDirectory());
        assertEquals(
                here.resolve("y"),
                ConfigReader.read(null, Map.of("WEIGHBRIDGE_DATA_DIRECTORY", "y"), List.of())
                        .config()
                        .dataDirectory());
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws IOException {
        Path file = file("currency = 'Euro'\nzebra = 1\n[listen]\nport = 'x'");
        ConfigReader read =
                ConfigReader.read(
                        file,
                        Map.of(
                                "WEIGHBRIDGE_LISTEN_EVENT_LOOPS", "many",
                                "WEIGHBRIDGE_LISTEN_PROT", "1"),
                        List.of("keys.prefix=9", "nothing", "listen.hots=::1"));
        List<String> expected =
                List.of(
                        file + ": currency: Euro (expected: an ISO 4217 code such as USD)",
                        file + ": listen.port: \"x\" (expected: a whole number)",
                        file + ": zebra: no such setting (expected: one of data_directory,",
                        "environment WEIGHBRIDGE_LISTEN_EVENT_LOOPS: listen.event_loops: many"
                                + " (expected: 0 to 256, in threads)",
                        "environment: WEIGHBRIDGE_LISTEN_PROT: no such setting (expected: did you"
                                + " mean WEIGHBRIDGE_LISTEN_PORT?)",
                        "--set: keys.prefix: 9 (expected: 1 to 20 of a-z, 0-9 and '-', beginning"
                                + " with a letter)",
                        "--set: nothing (expected: NAME=VALUE)",
                        "--set: listen.hots: no such setting (expected: did you mean listen.host?)");
        assertEquals(expected.size(), read.problems().size(), read.problems()::toString);
        for (int i = 0; i < expected.size(); i++) {
            String problem = read.problems().get(i);
            assertTrue(problem.startsWith(expected.get(i)), problem);
        }
        String text = assertThrows(Fault.class, read::config).text();
        assertTrue(text.startsWith("8 settings are wrong:\n  " + expected.getFirst()), text);
    }

    @Test
    void variablesOfKubernetesAndOfCommandsAreNoSettings() {
        Map<String, String> environment =
                Map.of(
                        "WEIGHBRIDGE_SERVICE_HOST", "10.0.0.1",
                        "WEIGHBRIDGE_SERVICE_PORT_GRPC", "7443",
                        "WEIGHBRIDGE_PORT", "tcp://10.0.0.1:7443",
                        "WEIGHBRIDGE_PORT_7443_TCP_ADDR", "10.0.0.1",
                        "WEIGHBRIDGE_JAVA_OPTS", "-Xmx4g",
                        "WEIGHBRIDGE_PASSWORD", "secret",
                        "WEIGHBRIDGE_TOKEN_FILE", "x");
        assertEquals(
                List.of(),
                ConfigReader.read(null, environment, List.of("data_directory=x")).problems());
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearestKnownOne() throws IOException {
        assertEquals(
                "listen.prot: no such setting (expected: did you mean listen.port?)",
                problem("[listen]\nprot = 1"));
        assertEquals(
                "port: no such setting (expected: did you mean listen.port?)", problem("port = 1"));
        assertEquals(
                "event.enabled: no such setting (expected: did you mean events.enabled?)",
                problem("[event]\nenabled = true"));
        assertEquals(
                "data_dir: no such setting (expected: did you mean data_directory?)",
                problem("data_dir = \"x\""));
        assertTrue(problem("zebra = 1").contains("one of data_directory, currency, store.url"));
    }

    @Test
    void aValueOfTheWrongKindOrSizeIsRefused() throws IOException {
        assertEquals("listen.port: 1.5 (expected: a whole number)", problem("listen.port = 1.5"));
        assertEquals("listen.port: 65536 (expected: 0 to 65535)", problem("listen.port = 65536"));
        assertEquals("listen.host: 5 (expected: a text in quotes)", problem("listen.host = 5"));
        assertEquals("listen.host: [] (expected: a text in quotes)", problem("listen.host = []"));
        assertEquals("data_directory:   (expected: a folder)", problem("data_directory = \" \""));
        assertEquals(
                "listen.event_loops: -1 (expected: 0 to 256, in threads)",
                problem("listen.event_loops = -1"));
        for (String host : new String[] {"example.org", "127.0.0.1.2", ""}) {
            assertEquals(
                    "listen.host: " + host + " (expected: an IP address, or localhost)",
                    problem("listen.host = \"" + host + "\""));
        }
    }

    @Test
    void onlyLoopbackIsListenedOnInTheClearUnlessToldSo() throws IOException {
        for (String host : new String[] {"0.0.0.0", "::", "10.0.0.1"}) {
            assertEquals(
                    "listen.host: "
                            + host
                            + " (expected: a loopback address (127.0.0.1, ::1) without TLS;"
                            + " tls.certificate and tls.key, or listen.plaintext = true, allow"
                            + " others)",
                    problem("listen.host = '" + host + "'"));
            assertEquals(List.of(), problems("listen = {host = '" + host + "', plaintext = true}"));
            assertEquals(
                    List.of(),
                    problems(
                            "listen.host = '"
                                    + host
                                    + "'\ntls = {certificate = 'a.pem', key = 'b.pem'}"));
        }
        for (String host : new String[] {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) {
            assertEquals(host, read(file("listen.host = '" + host + "'")).listenHost());
        }
    }

    @Test
    void settingsOfTlsGoTogether() throws IOException {
        assertEquals(
                "tls.certificate: a.pem (expected: tls.key beside it)",
                problem("tls.certificate = 'a.pem'"));
        assertEquals(
                "tls.key: b.pem (expected: tls.certificate beside it)",
                problem("tls.key = 'b.pem'"));
        assertEquals(
                "tls.client_ca: c.pem (expected: empty unless tls.certificate is set)",
                problem("tls.client_ca = 'c.pem'"));
        assertEquals(
                "tls.match_proxy_name: true (expected: false unless tls.client_ca is set)",
                problem("tls.match_proxy_name = true"));
    }

    @Test
    void whatIsNotTomlIsRefusedWithItsLine() throws IOException {
        String text = problem("currency = \"USD\"\n[listen\n");
        assertTrue(text.startsWith("line 2: "), text);
    }

    @Test
    void aMissingFileIsRefused() {
        Path none = folder.resolve("none.toml");
        String text = assertThrows(Fault.class, () -> read(none)).text();
        assertTrue(text.startsWith(none + ": not found (expected: a settings file"), text);
    }

    @Test
    void withoutAFileTheDataDirectoryMustBeNamed() {
        String text =
                assertThrows(
                                Fault.class,
                                () -> ConfigReader.read(null, Map.of(), List.of()).config())
                        .text();
        assertTrue(text.startsWith("weighbridge.toml: not found (expected: "), text);
        assertTrue(text.contains("data_directory"), text);
    }
}
