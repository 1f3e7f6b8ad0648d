package io.weighbridge.backend.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The layers of the backend. What a rule does not find proves nothing, so first the classes are
/// counted, and each rule is tried on classes that break it.
final class ArchitectureTest {
    private static final String ROOT = "io.weighbridge.backend";
    private static final JavaClasses BACKEND =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);
    private static final JavaClasses BREACHES =
            new ClassFileImporter().importPackages(ROOT + ".architecture.breach");

    /// A rule by its name.
    record Named(String name, Function<Rules, ArchRule> rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Named> rules() {
        return List.of(
                new Named("protobuf only in transports", Rules::protobufOnlyInTransports),
                new Named("SQL only in Sql*", Rules::sqlOnlyInSql),
                new Named("HTTP only in *Http", Rules::httpOnlyInHttp),
                new Named("features form no circle", Rules::noCircles),
                new Named("folders of a feature form no circle", Rules::noCirclesInside),
                new Named("only the wiring makes stores", Rules::onlyWiringMakesStores),
                new Named("nothing needs the whole", Rules::nothingNeedsTheWhole),
                new Named("time only from the time source", Rules::timeOnlyFromTheTimeSource),
                new Named("no printing", Rules::noPrinting),
                new Named("no other logging", Rules::noOtherLogging),
                new Named("no processes", Rules::noProcesses));
    }

    @Test
    void shouldHaveFoundTheClasses() {
        assertTrue(BACKEND.size() >= 240, () -> "only " + BACKEND.size() + " classes");
        assertTrue(BACKEND.stream().noneMatch(c -> c.getPackageName().contains("architecture")));
    }

    @Test
    void shouldHaveFoundEachLayer() {
        Set<String> features = new TreeSet<>();
        for (JavaClass found : BACKEND) {
            String name = found.getPackageName();
            if (name.length() > ROOT.length()) {
                features.add(name.substring(ROOT.length() + 1).split("\\.", 2)[0]);
            }
        }
        assertTrue(
                features.containsAll(
                        List.of(
                                "gate",
                                "keys",
                                "ledger",
                                "limits",
                                "platform",
                                "pricing",
                                "services",
                                "usage")),
                features::toString);
        assertEquals(1, count("Backend"));
        assertTrue(count("Sql.*Store") >= 6);
        assertTrue(count("(?!Sql).*Store") >= 6);
        assertTrue(count(".*Grpc") >= 1);
        assertTrue(count(".*Mapping") >= 1);
    }

    private static long count(String pattern) {
        return BACKEND.stream()
                .filter(found -> found.getEnclosingClass().isEmpty())
                .filter(found -> found.getSimpleName().matches(pattern))
                .count();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldKeepTheRule(Named rule) {
        rule.rule.apply(new Rules(ROOT)).check(BACKEND);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldFindABreachOfTheRule(Named rule) {
        Rules rules = new Rules(ROOT + ".architecture.breach");
        assertFalse(BREACHES.isEmpty());
        assertTrue(rule.rule.apply(rules).evaluate(BREACHES).hasViolation());
    }

    @Test
    void shouldHaveAnInterfaceForEachStore() {
        new Rules(ROOT).portsAreInterfaces().check(BACKEND);
    }
}
