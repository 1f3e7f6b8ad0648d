package io.weighbridge.console.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.text.Texts;

import javafx.scene.input.KeyCombination;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// No text is missing, none is left over, none is there twice; no two actions have the same keys.
final class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path TEXTS = Path.of("src/main/resources/io/weighbridge/console/text");
    private static final Pattern KEY =
            Pattern.compile("\"((?:" + String.join("|", Texts.FILES) + ")\\.[a-zA-Z0-9._-]*)\"");

    private static Set<String> literals() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher matcher = KEY.matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        }
        return found;
    }

    // A literal that ends with a dot or a hyphen begins keys that are put together.
    private static boolean isBeginning(String literal) {
        return literal.endsWith(".") || literal.endsWith("-");
    }

    @Test
    void shouldHaveEveryTextThatIsAskedFor() throws IOException {
        Set<String> literals = literals();
        assertTrue(literals.size() >= 40, () -> "only " + literals.size());
        List<String> missing = new ArrayList<>();
        for (String literal : literals) {
            boolean isThere =
                    isBeginning(literal)
                            ? Texts.keys().stream().anyMatch(key -> key.startsWith(literal))
                            : Texts.has(literal);
            if (!isThere) {
                missing.add(literal + "=");
            }
        }
        assertEquals(List.of(), missing, "lines to add");
    }

    @Test
    void shouldAskForEveryTextThatIsThere() throws IOException {
        Set<String> literals = literals();
        List<String> unused = new ArrayList<>();
        for (String key : new TreeSet<>(Texts.keys())) {
            boolean isUsed =
                    key.startsWith("action.")
                            || literals.contains(key)
                            || literals.stream()
                                    .anyMatch(
                                            literal ->
                                                    isBeginning(literal)
                                                            && key.startsWith(literal));
            if (!isUsed) {
                unused.add(key);
            }
        }
        assertEquals(List.of(), unused);
    }

    @Test
    void shouldHaveEachKeyOnceAndInItsOwnFile() throws IOException {
        Set<String> seen = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (String file : Texts.FILES) {
            for (String line : Files.readAllLines(TEXTS.resolve(file + ".properties"))) {
                int equals = line.indexOf('=');
                if (line.startsWith("#") || line.startsWith(" ") || equals < 0) {
                    continue;
                }
                String key = line.substring(0, equals).strip();
                if (!key.startsWith(file + ".") || !seen.add(key)) {
                    wrong.add(file + ": " + key);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    // A quote is written twice only where something is put in.
    @Test
    void shouldShowNoQuoteTwice() {
        List<String> wrong =
                Texts.keys().stream()
                        .filter(key -> Texts.of(key).contains("''"))
                        .filter(key -> !Texts.of(key).matches("(?s).*\\{\\d.*"))
                        .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldNameEveryAction() {
        List<String> missing = new ArrayList<>();
        for (ConsoleAction action : ConsoleAction.values()) {
            if (!Texts.has(action.textKey())) {
                missing.add(action.textKey() + "=");
            }
        }
        assertEquals(List.of(), missing, "lines to add");
    }

    @Test
    void shouldGiveEachActionItsOwnKeys() {
        Map<KeyCombination, ConsoleAction> byKeys = new HashMap<>();
        List<String> doubled = new ArrayList<>();
        for (ConsoleAction action : ConsoleAction.values()) {
            ConsoleAction other = byKeys.put(action.keys(), action);
            if (other != null) {
                doubled.add(action + " and " + other + ": " + action.keys());
            }
        }
        assertEquals(List.of(), doubled);
    }
}
