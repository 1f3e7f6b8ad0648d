package io.weighbridge.backend.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tests that docs/peer-bugs.md and docs/faults.md name are there.
final class PeerBugsDocTest {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources;
        try (Stream<Path> files = Files.walk(TESTS)) {
            sources =
                    files.filter(file -> file.toString().endsWith("Test.java"))
                            .collect(
                                    Collectors.toMap(
                                            file ->
                                                    file.getFileName()
                                                            .toString()
                                                            .replace(".java", ""),
                                            PeerBugsDocTest::read,
                                            String::concat));
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String document : List.of("peer-bugs.md", "faults.md")) {
            Matcher matcher = NAMED.matcher(read(Path.of("..", "docs", document)));
            while (matcher.find()) {
                named++;
                String source = sources.get(matcher.group(1));
                String method = matcher.group(2);
                if (source == null || (method != null && !source.contains(" " + method + "("))) {
                    missing.add(matcher.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 40, "only " + named);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
