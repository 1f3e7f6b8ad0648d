package io.weighbridge.backend.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.architecture.SourceTree.Facts;
import io.weighbridge.backend.architecture.SourceTree.Method;
import io.weighbridge.backend.architecture.SourceTree.Source;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// The sources of all modules: nothing grows too long, nothing is left half done.
final class TidinessTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    // Spelled so that this file does not match itself.
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    // The shape of made-up traffic and measurements have fractions, and so have pixels; money has
    // not,
    // nor has a screen's model, which is where a screen reckons.
    private static final Pattern CUT_DOC =
            Pattern.compile("^ *///.*\\n *//[^/\\n]", Pattern.MULTILINE);
    private static final Pattern FRACTIONS_ALLOWED =
            Pattern.compile(
                    ".*/(benchmarks|backend/demo|backend/platform/metrics"
                            + "|console/(control|fx|theme|shell|settings))/.*"
                            + "|.*/console/feature/.*(?<!Model)\\.java"
                            // Where letters stand on paper.
                            + "|.*/payments/page/ReceiptPdf\\.java");

    private static List<Source> sources = List.of();
    private static Map<Source, Facts> facts = Map.of();

    @BeforeAll
    static void readSources() throws IOException {
        sources = SourceTree.all();
        facts = SourceTree.facts(sources);
    }

    private static Source source(String text) {
        return new Source(Path.of("x", "src", "main", "java", "Tried.java"), text);
    }

    private static String where(Source source) {
        return SourceTree.root().relativize(source.path()).toString();
    }

    @Test
    void shouldHaveFoundTheSources() {
        assertTrue(sources.size() >= 200, () -> "only " + sources.size());
        assertTrue(sources.stream().anyMatch(s -> s.name().equals("Units.java")));
        assertTrue(sources.stream().anyMatch(s -> s.name().equals("Gate.java")));
        assertTrue(sources.stream().anyMatch(s -> s.name().equals("TidinessTest.java")));
        assertEquals(sources.size(), facts.size());
        assertTrue(facts.values().stream().mapToLong(f -> f.methods().size()).sum() >= 1_000);
    }

    @Test
    void shouldKeepFilesShort() {
        List<String> long_ = new ArrayList<>();
        for (Source source : sources) {
            int lines = source.lines().size();
            if (lines > FILE_LINES_MAX) {
                long_.add(where(source) + ": " + lines + " lines");
            }
        }
        assertEquals(List.of(), long_);
    }

    @Test
    void shouldKeepMethodsShort() {
        assertEquals(List.of("f: 61"), longMethods(SourceTree.facts(source(method(61)))));
        assertEquals(List.of(), longMethods(SourceTree.facts(source(method(60)))));
        List<String> tooLong = new ArrayList<>();
        for (Source source : sources) {
            longMethods(factsOf(source)).forEach(found -> tooLong.add(where(source) + " " + found));
        }
        assertEquals(List.of(), tooLong);
    }

    private static String method(int lines) {
        return "class Tried {\n    /// Long.\n    void f() {\n" + "\n".repeat(lines - 2) + "}\n}\n";
    }

    private static Facts factsOf(Source source) {
        return Objects.requireNonNull(facts.get(source));
    }

    private static List<String> longMethods(Facts source) {
        List<String> found = new ArrayList<>();
        for (Method method : source.methods()) {
            if (method.lines() > METHOD_LINES_MAX) {
                found.add(method.name() + ": " + method.lines());
            }
        }
        return found;
    }

    @Test
    void shouldLeaveNothingUnfinished() {
        assertTrue(UNFINISHED.matcher("// TO" + "DO: later").find());
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            if (UNFINISHED.matcher(source.text()).find()) {
                found.add(where(source));
            }
        }
        assertEquals(List.of(), found);
    }

    /// The formatter cuts a long line of a doc comment, and what is cut off is none of it any more.
    @Test
    void shouldHaveDocCommentsInOnePiece() {
        assertTrue(CUT_DOC.matcher("    /// Long,\n    // longer.\n    void f();").find());
        assertFalse(CUT_DOC.matcher("    /// Long.\n    void f(); // why\n    // more").find());
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            if (CUT_DOC.matcher(source.text()).find()) {
                found.add(where(source));
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void shouldHaveNoDoubleBlankLines() {
        assertTrue(hasDoubleBlank("a\n\n\nb\n"));
        assertTrue(hasDoubleBlank("a\n\n"));
        assertFalse(hasDoubleBlank("a\n\nb\n"));
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            if (hasDoubleBlank(source.text())) {
                found.add(where(source));
            }
        }
        assertEquals(List.of(), found);
    }

    private static boolean hasDoubleBlank(String text) {
        return text.contains("\n\n\n") || text.endsWith("\n\n");
    }

    @Test
    void shouldKeepFractionsAwayFromMoney() {
        assertTrue(SourceTree.facts(source("class A { double d; }")).hasFloatingPoint());
        assertTrue(
                SourceTree.facts(source("class A { long f() { return (long) 1.5; } }"))
                        .hasFloatingPoint());
        assertTrue(SourceTree.facts(source("class A { Float f; }")).hasFloatingPoint());
        assertFalse(
                SourceTree.facts(source("/// A double.\nclass A { long d = 1; }"))
                        .hasFloatingPoint());
        assertTrue(FRACTIONS_ALLOWED.matcher("/console/feature/live/LiveView.java").matches());
        assertFalse(FRACTIONS_ALLOWED.matcher("/console/feature/live/LiveModel.java").matches());
        assertFalse(FRACTIONS_ALLOWED.matcher("/console/text/Formats.java").matches());
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            boolean allowed =
                    FRACTIONS_ALLOWED
                            .matcher(source.path().toString().replace('\\', '/'))
                            .matches();
            if (source.isMain() && !allowed && factsOf(source).hasFloatingPoint()) {
                found.add(where(source));
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void shouldDescribeEveryPackageAndMarkItsNulls() {
        Map<Path, String> infos = new HashMap<>();
        for (Source source : sources) {
            if (source.name().equals("package-info.java")) {
                infos.put(source.path().getParent(), source.text());
            }
        }
        List<String> without = new ArrayList<>();
        for (Source source : sources) {
            if (source.isMain()) {
                String info = infos.getOrDefault(source.path().getParent(), "");
                if (!info.startsWith("/// ") || !info.contains("\n@NullMarked\n")) {
                    without.add(where(source));
                }
            }
        }
        assertTrue(infos.size() >= 20);
        assertEquals(List.of(), without);
    }
}
