package io.weighbridge.console.rules;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import javafx.application.Platform;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The walls inside the console.
final class ArchitectureTest {
    private static final String ROOT = "io.weighbridge.console";

    @SuppressWarnings("NullAway.Init")
    private static JavaClasses console;

    @BeforeAll
    static void read() {
        console =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(ROOT);
    }

    @Test
    void shouldHaveFoundTheClasses() {
        assertTrue(console.size() >= 60, () -> "only " + console.size());
        assertTrue(console.contain(ROOT + ".shell.Shell"));
    }

    @Test
    void shouldKeepScreensApart() {
        slices().matching(ROOT + ".feature.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a screen leads to another by its address")
                .allowEmptyShould(true)
                .check(console);
    }

    @Test
    void shouldKnowScreensOnlyInTheWiring() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".shell..",
                        ROOT + ".control..",
                        ROOT + ".client..",
                        ROOT + ".fx..",
                        ROOT + ".action..",
                        ROOT + ".theme..",
                        ROOT + ".text..",
                        ROOT + ".settings..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".feature..")
                .check(console);
    }

    @Test
    void shouldKeepTheToolkitOutOfTheClient() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", ROOT + ".fx..", ROOT + ".control..")
                .check(console);
    }

    @Test
    void shouldKeepControlsOutOfModels() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Model")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "javafx.scene..",
                                "javafx.stage..",
                                "atlantafx..",
                                "org.controlsfx..",
                                "eu.hansolo.."))
                .because("a model is tested without a toolkit")
                .check(console);
    }

    @Test
    void shouldGoOntoTheFxThreadInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".fx.FxThread")
                .should()
                .callMethod(Platform.class, "runLater", Runnable.class)
                .check(console);
    }

    @Test
    void shouldKnowTheBackendOnlyByItsContracts() {
        noClasses()
                .that(alwaysTrue())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.weighbridge.backend..")
                .check(console);
    }

    @Test
    void shouldKeepTilesBehindOneFacade() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT + ".control..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("eu.hansolo..")
                .check(console);
    }
}
