package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The scripts that pack and install, the unit and the packages' files name the same things. That
/// they work is shown by installers/test, which takes minutes and a Debian.
final class InstallersTest {
    private static final Path ROOT = Path.of("..");
    private static final Path INSTALLERS = ROOT.resolve("installers");

    private static String read(String file) throws IOException {
        return Files.readString(INSTALLERS.resolve(file));
    }

    // The first group of the pattern in the text.
    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        assertTrue(matcher.find(), () -> pattern + " is not in\n" + text);
        return matcher.group(1);
    }

    @Test
    void theUnitStartsWhatIsInstalled() throws IOException {
        String unit = read("systemd/weighbridge.service");
        List<String> settings = Files.readAllLines(INSTALLERS.resolve("deb/weighbridge/conffiles"));
        String program = find(unit, "^ExecStart=(\\S+)");
        assertTrue(
                settings.contains(find(unit, "^ExecStart=.* --config (\\S+)")), settings::toString);
        assertTrue(settings.contains(find(unit, "^EnvironmentFile=-?(\\S+)")), settings::toString);
        String folder = find(read("install"), "^prefix=\\$\\{PREFIX:-(\\S+)\\}");
        assertEquals(folder + "/bin/weighbridge", program);
        assertEquals("/opt/" + find(read("deb/weighbridge/control"), "^Package: (\\S+)"), folder);
        String page = find(unit, "^Documentation=file:" + folder + "/(\\S+)");
        assertTrue(Files.exists(ROOT.resolve(page)), page);
    }

    @Test
    void userAndDataAreTheSameEverywhere() throws IOException {
        String unit = read("systemd/weighbridge.service");
        String after = read("deb/weighbridge/postinst");
        String user = find(unit, "^User=(\\S+)");
        String data = "/var/lib/" + find(unit, "^StateDirectory=(\\S+)");
        assertEquals(user, find(unit, "^Group=(\\S+)"));
        assertEquals(user, find(after, "--shell /usr/sbin/nologin (\\S+)"));
        assertEquals(data, find(after, "--home-dir (\\S+)"));
        assertEquals(user, find(read("install"), "^user=(\\S+)"));
        for (String script : List.of("install", "package")) {
            assertEquals(data, find(read(script), "data_directory = \"([^\"]+)\"\\|"));
        }
        // What these scripts replace is in the example.
        find(
                Files.readString(ROOT.resolve("docs/weighbridge.example.toml")),
                "^(data_directory = )");
    }

    @Test
    void everyLauncherGivesJavaTheSameOptions() throws IOException {
        String options = find(read("package"), "^backend_java='([^']+)'");
        String both = find(read("package"), "^both_java='([^']+)'");
        for (Path launcher :
                List.of(ROOT.resolve("weighbridge"), INSTALLERS.resolve("bin/weighbridge"))) {
            String text = Files.readString(launcher);
            assertTrue(text.contains("  " + options + " \\\n  " + both + " \\\n"), text);
        }
    }

    @Test
    void whatIsPackedExists() throws IOException, ReflectiveOperationException {
        String script = read("package");
        assertEquals(
                "main",
                Class.forName(find(script, "\"(?:\\$jar)\" (io\\.weighbridge\\.backend\\.\\w+)"))
                        .getMethod("main", String[].class)
                        .getName());
        String console = find(script, "\"\\$jar\" (io\\.weighbridge\\.console\\.\\w+)");
        Path source = Path.of("console-app/src/main/java", console.replace('.', '/') + ".java");
        assertTrue(Files.exists(ROOT.resolve(source)), console);
        assertEquals(
                find(read("deb/weighbridge-console/control"), "^Package: (\\S+)"),
                find(read("deb/weighbridge-console/weighbridge-console.desktop"), "^Exec=(\\S+)"));
        for (String each : List.of("package", "test", "install", "bin/weighbridge")) {
            assertTrue(Files.isExecutable(INSTALLERS.resolve(each)), each);
        }
    }
}
