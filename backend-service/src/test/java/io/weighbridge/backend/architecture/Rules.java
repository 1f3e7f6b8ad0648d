package io.weighbridge.backend.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchRule;

import java.util.Set;
import java.util.regex.Pattern;

/// Who may see what.
///
/// @param root the package that the features are in
record Rules(String root) {
    static final Pattern TRANSPORT = Pattern.compile(".*(Grpc|Mapping)");
    static final Pattern HTTP = Pattern.compile(".*Http");
    static final Pattern SQL = Pattern.compile("Sql.*");

    private static final Set<String> CLOCKS =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.Thread.sleep",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone");

    /// The name of a class, or of the outermost one around it.
    static String nameOf(JavaClass found) {
        JavaClass outermost = found;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.getSimpleName();
    }

    static DescribedPredicate<JavaClass> named(Pattern pattern) {
        return describe("named " + pattern, found -> pattern.matcher(nameOf(found)).matches());
    }

    private DescribedPredicate<JavaClass> in(String... features) {
        return describe(
                "in " + String.join(", ", features),
                found -> {
                    for (String feature : features) {
                        String name = found.getPackageName();
                        if (name.equals(root + "." + feature)
                                || name.startsWith(root + "." + feature + ".")) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    private static DescribedPredicate<JavaClass> oneOf(String... names) {
        Set<String> all = Set.of(names);
        return describe("one of " + all, found -> all.contains(nameOf(found)));
    }

    ArchRule protobufOnlyInTransports() {
        return noClasses()
                .that(
                        DescribedPredicate.not(named(TRANSPORT))
                                .and(
                                        DescribedPredicate.not(
                                                in("platform.grpc", "demo", "cli", "export")))
                                .and(DescribedPredicate.not(oneOf("Backend"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.weighbridge.proto..", "com.google.protobuf..", "com.google.rpc..");
    }

    ArchRule sqlOnlyInSql() {
        return noClasses()
                .that(
                        DescribedPredicate.not(named(SQL))
                                .and(DescribedPredicate.not(in("platform.sql"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.jdbi..",
                        "org.sqlite..",
                        "com.zaxxer..",
                        "org.flywaydb..");
    }

    ArchRule httpOnlyInHttp() {
        return noClasses()
                .that(DescribedPredicate.not(named(HTTP)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "okhttp3..",
                        "okio..",
                        "retrofit2..",
                        "io.helidon..",
                        "com.stripe..",
                        "com.sun.net.httpserver..");
    }

    ArchRule noCircles() {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    /// Of a feature that is more than one folder: the folders in it.
    ArchRule noCirclesInside() {
        return slices().matching(root + ".(*).(*)..").should().beFreeOfCycles();
    }

    /// Stores and servers are made where everything is wired, or by another part of the same store.
    ArchRule onlyWiringMakesStores() {
        return noClasses()
                .that(
                        DescribedPredicate.not(oneOf("Backend", "Main"))
                                .and(DescribedPredicate.not(named(SQL)))
                                .and(DescribedPredicate.not(in("cli", "demo", "platform.sql"))))
                .should()
                .callConstructorWhere(
                        describe(
                                "of a store",
                                (JavaConstructorCall call) ->
                                        SQL.matcher(nameOf(call.getTargetOwner())).matches()));
    }

    ArchRule nothingNeedsTheWhole() {
        return noClasses()
                .that(
                        DescribedPredicate.not(oneOf("Backend", "Main", "Opened"))
                                .and(DescribedPredicate.not(in("cli", "demo"))))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.weighbridge.backend.Backend");
    }

    ArchRule timeOnlyFromTheTimeSource() {
        return noClasses()
                .that(DescribedPredicate.not(in("platform.time", "demo", "cli")))
                .should()
                .callMethodWhere(
                        describe(
                                "of a clock",
                                call ->
                                        CLOCKS.contains(
                                                call.getTargetOwner().getName()
                                                        + "."
                                                        + call.getName())));
    }

    ArchRule noPrinting() {
        return noClasses()
                .that(DescribedPredicate.not(in("demo", "cli")).and(notMain()))
                .should()
                .accessFieldWhere(
                        describe(
                                "of the console",
                                (JavaAccess<?> access) ->
                                        access.getTargetOwner().isEquivalentTo(System.class)));
    }

    private static DescribedPredicate<JavaClass> notMain() {
        return DescribedPredicate.not(oneOf("Main"));
    }

    ArchRule noOtherLogging() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.log4j..");
    }

    /// Nothing that anybody sends or sets can become a command: no processes, no scripts. The demo
    /// opens a console, and `login --oidc` the system's browser, on the machine of whoever types
    /// it.
    ArchRule noProcesses() {
        return noClasses()
                .that(DescribedPredicate.not(in("demo")))
                .and()
                .doNotHaveSimpleName("BrowserLogin")
                .should()
                .dependOnClassesThat(
                        describe(
                                "of processes and scripts",
                                found ->
                                        found.getName().equals("java.lang.ProcessBuilder")
                                                || found.getPackageName().equals("javax.script")))
                .orShould()
                .callMethodWhere(
                        describe(
                                "of Runtime.exec",
                                call ->
                                        call.getTargetOwner().isEquivalentTo(Runtime.class)
                                                && call.getName().equals("exec")));
    }

    ArchRule portsAreInterfaces() {
        return classes()
                .that(named(Pattern.compile("[A-Z].*Store")))
                .and(DescribedPredicate.not(named(SQL)))
                .and()
                .areTopLevelClasses()
                .should()
                .beInterfaces();
    }
}
